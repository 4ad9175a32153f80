import { codecs } from './codecs.js';

// No screen needs this long for one repaint. A page in an iframe that is scrolled out of sight gets no repaints at all.
const LONGEST_REPAINT_MS = 1_000;

/**
 * Decodes frames and draws the newest decoded one at the screen's next repaint: a newer one replaces one that waits. Runs on the page
 * or in a worker.
 */
export class FramePresenter {
  #listener;
  #codec = '';
  /** @type {import('./codecs.js').Decoder|null} */
  #decoder = null;
  /** @type {Picture|null} */
  #ready = null;
  /** @type {ImageBitmap|null} */
  #shown = null;
  /** @type {number|null} */
  #repaint = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /** @param {PresenterListener} listener */
  constructor(listener) { this.#listener = listener; }

  /** @param {Frame} frame the newest frame */
  present(frame) {
    if (this.#decoder === null || this.#codec !== frame.codec) {
      this.#decoder?.drop();
      this.#codec = frame.codec;
      this.#decoder = codecs[frame.codec].createDecoder({
        decoded: (decoded, bitmap, decodeMs) => this.#showNext({ frame: decoded, bitmap, decodeMs }),
        failed: (failed, error) => this.#listener.failed(failed, error),
      });
    }
    this.#decoder.decode(frame);
  }

  /** Drops every frame that is not drawn yet. */
  drop() {
    this.#decoder?.drop();
    this.#ready?.bitmap.close();
    this.#ready = null;
    this.#cancelRepaint();
  }

  /** Frees all memory, including the bitmap that was drawn last. */
  close() {
    this.drop();
    this.#shown?.close();
    this.#shown = null;
  }

  /** Frees all memory, and takes away the picture that was drawn last. */
  clear() {
    this.close();
    this.#listener.clear();
  }

  /** @param {Picture} picture */
  #showNext(picture) {
    this.#ready?.bitmap.close();
    this.#ready = picture;
    // It gets no repaints then, but may be shown elsewhere, as by picture in picture.
    if (globalThis.document?.visibilityState === 'hidden') {
      this.#draw();
      return;
    }
    if (this.#repaint === null && typeof requestAnimationFrame === 'function')
      this.#repaint = requestAnimationFrame(() => this.#draw());
    // Old browsers have no repaints in workers.
    this.#timer ??= setTimeout(() => this.#draw(), this.#repaint === null ? 0 : LONGEST_REPAINT_MS);
  }

  #draw() {
    this.#cancelRepaint();
    const picture = /** @type {Picture} */ (this.#ready);
    this.#ready = null;
    const shownBefore = this.#shown;
    this.#shown = picture.bitmap;
    try {
      this.#listener.draw(picture);
    } catch (error) {
      this.#listener.failed(picture.frame, error);
    }
    shownBefore?.close();
  }

  #cancelRepaint() {
    if (this.#repaint !== null)
      cancelAnimationFrame(this.#repaint);
    clearTimeout(this.#timer);
    this.#repaint = null;
    this.#timer = undefined;
  }
}

/**
 * @typedef {import('./codecs.js').Frame} Frame
 */

/**
 * @typedef {object} Picture
 * @property {Frame} frame
 * @property {ImageBitmap} bitmap
 * @property {number} decodeMs milliseconds that decoding took
 */

/**
 * @typedef {object} PresenterListener
 * @property {function(Picture): void} draw draws a picture; the bitmap is valid until the next call
 * @property {function(): void} clear takes away what was drawn
 * @property {function(Frame, unknown): void} failed gets a frame that cannot be decoded or drawn, and the error
 */
