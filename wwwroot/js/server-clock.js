/**
 * Estimates how far the server's clock is from this machine's, from pings: the answer's time was taken somewhere between sending
 * and receiving, so the sample with the shortest round trip is the best (as in NTP, RFC 5905).
 */
export class ServerClock {
  #offsetMs = null;
  #bestMs = Infinity;

  /**
   * @param {number} sentMs when the ping was sent, by performance.now()
   * @param {number} serverTimeUs the server's Unix time in the answer, in microseconds
   */
  sample(sentMs, serverTimeUs) {
    const roundTripMs = performance.now() - sentMs;
    // Ages a little, so that a clock that drifts, or is set, is followed.
    this.#bestMs = this.#bestMs * 1.1 + 0.1;
    if (roundTripMs > this.#bestMs)
      return;
    this.#bestMs = roundTripMs;
    this.#offsetMs = serverTimeUs / 1000 - (Date.now() - roundTripMs / 2);
  }

  /**
   * @param {number} timeUs a Unix time of the server's, in microseconds
   * @returns {number|null} how many milliseconds ago that was; null before the first sample
   */
  ageMs(timeUs) {
    return this.#offsetMs === null ? null : Date.now() + this.#offsetMs - timeUs / 1000;
  }
}
