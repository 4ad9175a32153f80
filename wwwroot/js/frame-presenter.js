// No screen needs this long for one repaint. A page in an iframe that is scrolled out of sight gets no repaints at all.
const LONGEST_REPAINT_MS = 1_000;

/**
 * Decodes the newest frame and shows it at the screen's next repaint. Nothing queues: a newer frame replaces one that waits for
 * the decoder, and a newer decoded frame replaces one that waits for the repaint.
 */
export class FramePresenter {
  #show;
  #fail;
  #undecoded = null;
  #decoding = null;
  #ready = null;
  #shown = null;
  #repaint = null;
  #timer = null;

  /**
   * @param {function({jpeg: ArrayBuffer}, ImageBitmap): void} show draws a frame; the bitmap is valid until the next one is shown
   * @param {function({jpeg: ArrayBuffer}, unknown): void} fail gets a frame that cannot be decoded, and the error
   */
  constructor(show, fail) {
    this.#show = show;
    this.#fail = fail;
  }

  /** @param {{jpeg: ArrayBuffer}} frame the newest frame; the same object is passed to `show` or `fail` */
  present(frame) {
    this.#undecoded = frame;
    if (this.#decoding === null)
      this.#decode();
  }

  /**
   * Drops every frame that is not shown yet.
   *
   * @returns {{jpeg: ArrayBuffer}|null} the newest dropped frame; null if there was none
   */
  drop() {
    const dropped = this.#undecoded ?? this.#decoding ?? this.#ready?.frame ?? null;
    this.#undecoded = this.#decoding = null;
    this.#ready?.bitmap.close();
    this.#ready = null;
    this.#cancelRepaint();
    return dropped;
  }

  /** Frees all memory, including the bitmap that is shown. */
  close() {
    this.drop();
    this.#shown?.close();
    this.#shown = null;
  }

  async #decode() {
    const frame = this.#decoding = this.#undecoded;
    this.#undecoded = null;
    let bitmap = null, failure;
    try {
      bitmap = await createImageBitmap(new Blob([frame.jpeg], { type: 'image/jpeg' }));
    } catch (error) {
      failure = error;
    }
    // Dropped during decoding. Another frame may be in the decoder by now.
    if (this.#decoding !== frame) {
      bitmap?.close();
      return;
    }
    this.#decoding = null;
    if (this.#undecoded !== null)
      this.#decode();
    if (bitmap !== null)
      this.#showNext(frame, bitmap);
    else
      this.#fail(frame, failure);
  }

  #showNext(frame, bitmap) {
    this.#ready?.bitmap.close();
    this.#ready = { frame, bitmap };
    this.#repaint ??= requestAnimationFrame(() => this.#draw());
    this.#timer ??= setTimeout(() => this.#draw(), LONGEST_REPAINT_MS);
  }

  #draw() {
    this.#cancelRepaint();
    const { frame, bitmap } = this.#ready;
    const shownBefore = this.#shown;
    this.#ready = null;
    this.#shown = bitmap;
    this.#show(frame, bitmap);
    shownBefore?.close();
  }

  #cancelRepaint() {
    cancelAnimationFrame(this.#repaint);
    clearTimeout(this.#timer);
    this.#repaint = this.#timer = null;
  }
}
