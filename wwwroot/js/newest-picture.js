// No screen takes as long between two frames. A page of another site's that is scrolled out of sight has none at all.
const LONGEST_FRAME_MS = 1_000;

/**
 * The way of pictures from the socket to the screen. Takes them as they come, decodes the newest, and shows it when the screen is
 * about to be drawn. Nothing queues: a newer picture takes the place of one that waits to be decoded, and a newer decoded one the
 * place of one that waits for the screen.
 */
export class NewestPicture {
  #show;
  #fail;
  #undecoded = null;
  #decoding = null;
  #ready = null;
  #shown = null;
  #frame = null;
  #timer = null;

  /**
   * @param {function({jpeg: ArrayBuffer}, ImageBitmap): void} show draws a picture; the bitmap is valid until the next is shown
   * @param {function({jpeg: ArrayBuffer}, unknown): void} fail hears of a picture that can't be decoded, and why
   */
  constructor(show, fail) {
    this.#show = show;
    this.#fail = fail;
  }

  /** @param {{jpeg: ArrayBuffer}} picture the newest picture, with whatever its caller wants to have back with it */
  take(picture) {
    this.#undecoded = picture;
    if (this.#decoding === null)
      this.#decode();
  }

  /**
   * Drops all that is not shown yet.
   *
   * @returns {{jpeg: ArrayBuffer}|null} the newest picture that was dropped, if any was
   */
  drop() {
    const dropped = this.#undecoded ?? this.#decoding ?? this.#ready?.picture ?? null;
    this.#undecoded = this.#decoding = null;
    this.#ready?.bitmap.close();
    this.#ready = null;
    this.#cancelFrame();
    return dropped;
  }

  /** Gives back the memory of the picture that is shown. */
  close() {
    this.drop();
    this.#shown?.close();
    this.#shown = null;
  }

  async #decode() {
    const picture = this.#decoding = this.#undecoded;
    this.#undecoded = null;
    let bitmap = null, failure;
    try {
      bitmap = await createImageBitmap(new Blob([picture.jpeg], { type: 'image/jpeg' }));
    } catch (error) {
      failure = error;
    }
    // Dropped while it was decoded; another may be on its way by now.
    if (this.#decoding !== picture) {
      bitmap?.close();
      return;
    }
    this.#decoding = null;
    if (this.#undecoded !== null)
      this.#decode();
    if (bitmap !== null)
      this.#makeReady(picture, bitmap);
    else
      this.#fail(picture, failure);
  }

  #makeReady(picture, bitmap) {
    this.#ready?.bitmap.close();
    this.#ready = { picture, bitmap };
    this.#frame ??= requestAnimationFrame(() => this.#draw());
    this.#timer ??= setTimeout(() => this.#draw(), LONGEST_FRAME_MS);
  }

  #draw() {
    this.#cancelFrame();
    const { picture, bitmap } = this.#ready;
    const shownBefore = this.#shown;
    this.#ready = null;
    this.#shown = bitmap;
    this.#show(picture, bitmap);
    shownBefore?.close();
  }

  #cancelFrame() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = null;
  }
}
