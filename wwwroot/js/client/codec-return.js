const FIRST_MS = 5 * 60_000;
const FACTOR = 3;
const LONGEST_MS = 24 * 3_600_000;
// H.264 that goes on for so long works again.
const LASTING_MS = 10 * 60_000;

/** Decides when H.264 is asked for again after a fallback to JPEG: later each time, because it may never work. */
export class CodecReturn {
  #waitMs = FIRST_MS;
  // Since when the present codec comes.
  #codec = '';
  #sinceMs = 0;

  /**
   * @param {string} codec that comes
   * @param {number} nowMs
   * @returns {boolean} whether to ask now
   */
  isDue(codec, nowMs) {
    if (codec !== this.#codec)
      [this.#codec, this.#sinceMs] = [codec, nowMs];
    const forMs = nowMs - this.#sinceMs;
    if (codec === 'h264' && forMs >= LASTING_MS)
      this.#waitMs = FIRST_MS;
    if (codec === 'h264' || forMs < this.#waitMs)
      return false;
    this.#waitMs = Math.min(LONGEST_MS, FACTOR * this.#waitMs);
    this.#sinceMs = nowMs;
    return true;
  }
}
