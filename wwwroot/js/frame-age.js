// A camera whose picture does not change sends one frame a second.
const STALE_MS = 1_500;

/** Age of the frame that is shown, and whether that is too old. */
export class FrameAge {
  #ageMs;
  #seq = null;
  #capturedUs = null;
  #intervalMs = 0;

  /** @param {function(number): number|null} ageMs milliseconds since a Unix time of the server's clock, in microseconds */
  constructor(ageMs) { this.#ageMs = ageMs; }

  /** @param {{seq: number, capturedUs: number}} frame the camera's frame that is shown from now on */
  show({ seq, capturedUs }) {
    if (seq === this.#seq + 1)
      this.#intervalMs = (capturedUs - this.#capturedUs) / 1000;
    this.#seq = seq;
    this.#capturedUs = capturedUs;
  }

  /** Milliseconds since the shown frame was captured; null while unknown. Grows until a newer frame is shown. */
  get ms() {
    const age = this.#capturedUs === null ? null : this.#ageMs(this.#capturedUs);
    return age === null ? null : Math.max(0, age);
  }

  /**
   * @param {number} rate expected frames a second
   * @returns {boolean} whether the age is above 1.5 s, or above two frame intervals if that is longer
   */
  isStale(rate) { return this.ms > Math.max(STALE_MS, 2_000 / rate, 2 * this.#intervalMs); }
}
