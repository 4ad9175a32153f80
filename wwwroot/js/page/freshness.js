const LATE_MS = 250;
const STALE_MS = 1_000;
// The service repeats an unchanged picture once a second. So silence of that length may be a still scene.
const UNCHANGED_MS = 1_000;

/** How old the shown picture is, and what that means. A still scene and a slow camera are not stale. */
export class Freshness {
  #ageMs;
  #seq = null;
  #capturedUs = null;
  #cameraMs = 0;
  #arrivedLate = false;

  /** @param {function(number): number|null} ageMs milliseconds since a Unix time of the server's clock, in microseconds */
  constructor(ageMs) { this.#ageMs = ageMs; }

  /** @type {number} expected frames a second */
  rate = Infinity;

  /**
   * @param {{seq: number, capturedUs: number}} frame the camera's frame that is shown from now on
   */
  show({ seq, capturedUs }) {
    if (seq === this.#seq + 1)
      this.#cameraMs = (capturedUs - this.#capturedUs) / 1000;
    this.#seq = seq;
    this.#capturedUs = capturedUs;
    this.#arrivedLate = this.ms > LATE_MS + this.#intervalMs;
  }

  /** Forgets the picture, as after a change of the camera. */
  reset() {
    this.#seq = this.#capturedUs = null;
    this.#cameraMs = 0;
    this.#arrivedLate = false;
  }

  /** Unix time by the server's clock in microseconds when the shown picture was captured; null before the first. */
  get capturedUs() { return this.#capturedUs; }

  /** Milliseconds since the shown picture was captured; null while unknown. Grows until a newer one is shown. */
  get ms() {
    const age = this.#capturedUs === null ? null : this.#ageMs(this.#capturedUs);
    return age === null ? null : Math.max(0, age);
  }

  /** @returns {'unknown'|'live'|'late'|'stale'} what the age means */
  get state() {
    const age = this.ms;
    if (age === null)
      return 'unknown';
    const quietMs = Math.max(this.#intervalMs, UNCHANGED_MS);
    if (age > STALE_MS + quietMs)
      return 'stale';
    return this.#arrivedLate || age > LATE_MS + quietMs ? 'late' : 'live';
  }

  get #intervalMs() { return Math.max(1_000 / this.rate, this.#cameraMs); }
}
