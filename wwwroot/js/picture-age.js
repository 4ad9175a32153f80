// A picture that does not change is sent once a second.
const STALE_MS = 1_500;

/** Knows how old the picture is that is shown, and whether that is older than it should be. */
export class PictureAge {
  #ageMs;
  #seq = null;
  #capturedUs = null;
  #cameraMs = 0;

  /** @param {function(number): number|null} ageMs tells how long ago a time of the server's was */
  constructor(ageMs) { this.#ageMs = ageMs; }

  /** @param {{seq: number, capturedUs: number}} frame a picture of the camera that is shown from now on */
  show({ seq, capturedUs }) {
    if (seq === this.#seq + 1)
      this.#cameraMs = (capturedUs - this.#capturedUs) / 1000;
    this.#seq = seq;
    this.#capturedUs = capturedUs;
  }

  /** Milliseconds since the picture was captured; null while that isn't known. It grows while nothing new is shown. */
  get ms() {
    const age = this.#capturedUs === null ? null : this.#ageMs(this.#capturedUs);
    return age === null ? null : Math.max(0, age);
  }

  /**
   * @param {number} rate how many pictures a second are to come
   * @returns {boolean} whether the picture is more than a second and a half old, or two picture times where pictures are rare
   */
  isStale(rate) { return this.ms > Math.max(STALE_MS, 2_000 / rate, 2 * this.#cameraMs); }
}
