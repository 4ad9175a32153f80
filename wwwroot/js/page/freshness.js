const LATE_MS = 250;
const STALE_MS = 1_000;
// The service sends an unchanged picture once a second, and a scene can become still at any moment. So silence of that length says nothing.
const UNCHANGED_MS = 1_000;

/** How old the shown picture is, and what that means. A still scene and a slow camera are not stale. */
export class Freshness {
  #ageMs;
  #nowMs;
  #shownMs = 0;
  #seq = null;
  #capturedUs = null;
  #cameraMs = 0;
  #arrivedLate = false;

  /**
   * @param {function(number): number|null} ageMs milliseconds since a Unix time of the server's clock, in microseconds
   * @param {function(): number} nowMs the time here, in milliseconds
   */
  constructor(ageMs, nowMs = () => performance.now()) {
    this.#ageMs = ageMs;
    this.#nowMs = nowMs;
  }

  /** @type {number} maximum frames a second now */
  rate = Infinity;

  /** @type {number|null|undefined} the camera's own frames a second, as the service sees it; null or undefined while unknown */
  cameraRate = null;

  /**
   * @param {{seq: number, capturedUs: number}} frame the camera's frame that is shown from now on
   */
  show({ seq, capturedUs }) {
    if (seq === this.#seq + 1)
      this.#cameraMs = (capturedUs - this.#capturedUs) / 1000;
    this.#seq = seq;
    this.#shownMs = this.#nowMs();
    this.#capturedUs = capturedUs;
    this.#arrivedLate = this.ms > LATE_MS + this.#intervalMs;
  }

  /** Forgets the picture, as after a change of the camera. */
  reset() {
    this.#seq = this.#capturedUs = null;
    this.#cameraMs = 0;
    this.cameraRate = null;
    this.#arrivedLate = false;
  }

  /** Unix time by the server's clock in microseconds when the shown picture was captured; null before the first. */
  get capturedUs() { return this.#capturedUs; }

  /** Milliseconds since the shown picture was captured; null while unknown. Grows until a newer one is shown. */
  get ms() {
    const age = this.#capturedUs === null ? null : this.#ageMs(this.#capturedUs);
    return age === null ? null : Math.max(0, age);
  }

  /** @returns {'none'|'live'|'late'|'stale'} what the age means; none before the first picture */
  get state() {
    if (this.#capturedUs === null)
      return 'none';
    // While the server's clock is not known, a picture is at least as old as it is shown.
    const age = Math.max(this.ms ?? 0, this.#nowMs() - this.#shownMs);
    const quietMs = Math.max(this.#intervalMs, UNCHANGED_MS);
    if (age > STALE_MS + quietMs)
      return 'stale';
    return this.#arrivedLate || age > LATE_MS + quietMs ? 'late' : 'live';
  }

  get #intervalMs() { return Math.max(1_000 / this.rate, 1_000 / (this.cameraRate || Infinity), this.#cameraMs); }
}
