// Clocks are set in smaller steps than that all the time, and drift.
const STEP_MS = 50;

/**
 * Estimates the offset of the server's clock from pings. The server took its time between our send and our receive, so the sample
 * with the shortest round trip is the best one (as in NTP, RFC 5905).
 */
export class ServerClock {
  /** @type {number|null} */
  #offsetMs = null;
  #bestMs = Infinity;

  /**
   * @param {number} sentMs when the ping was sent, by performance.now()
   * @param {number} serverTimeUs Unix time in the server's answer, in microseconds
   */
  sample(sentMs, serverTimeUs) {
    const roundTripMs = performance.now() - sentMs;
    // The best sample ages a little, so that a clock that drifts, or is set, is followed.
    this.#bestMs = this.#bestMs * 1.1 + 0.1;
    const offsetMs = serverTimeUs / 1000 - (Date.now() - roundTripMs / 2);
    // A sample is wrong by half of its round trip at most. What differs by more shows that a clock was set.
    const isStep = this.#offsetMs !== null && Math.abs(offsetMs - this.#offsetMs) > (roundTripMs + this.#bestMs) / 2 + STEP_MS;
    if (roundTripMs > this.#bestMs && !isStep)
      return;
    this.#bestMs = roundTripMs;
    this.#offsetMs = offsetMs;
  }

  /**
   * @param {number} timeUs Unix time by the server's clock, in microseconds
   * @returns {number|null} milliseconds since then; null before the first sample
   */
  ageMs(timeUs) {
    return this.#offsetMs === null ? null : Date.now() + this.#offsetMs - timeUs / 1000;
  }
}
