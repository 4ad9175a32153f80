import { codecs } from './codecs.js';

// No screen needs this long for one repaint. A page in an iframe that is scrolled out of sight gets no repaints at all.
const LONGEST_REPAINT_MS = 1_000;

/**
 * Decodes frames and draws the newest decoded one at the screen's next repaint: a newer one replaces one that waits. Runs on the page
 * or in a worker.
 */
export class FramePresenter {
  #listener;
  /** @type {import('./codecs.js').CodecName|''} */
  #codec = '';
  /** @type {import('./codecs.js').Decoder|null} */
  #decoder = null;
  /** @type {DecodedFrame|null} */
  #ready = null;
  /** @type {Picture|null} */
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
        decoded: (decoded, picture, decodeMs) => this.#showNext({ frame: decoded, picture, decodeMs }),
        failed: (failed, error) => this.#listener.failed(failed, error),
        lost: (lost, error) => this.#listener.lost(lost, error),
      });
    }
    this.#decoder.decode(frame);
  }

  /** @param {DecodedFrame} decoded the newest frame, which was decoded elsewhere */
  show(decoded) {
    this.#decoder?.drop();
    this.#decoder = null;
    this.#showNext(decoded);
  }

  /** Drops every frame that is not drawn yet. */
  drop() {
    this.#decoder?.drop();
    this.#ready?.picture.close();
    this.#ready = null;
    this.#cancelRepaint();
  }

  /** Frees all memory, including the picture that was drawn last. */
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

  /** @param {DecodedFrame} decoded */
  #showNext(decoded) {
    this.#ready?.picture.close();
    this.#ready = decoded;
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
    const decoded = /** @type {DecodedFrame} */ (this.#ready);
    this.#ready = null;
    const shownBefore = this.#shown;
    this.#shown = decoded.picture;
    try {
      this.#listener.draw(decoded);
    } catch (error) {
      this.#listener.failed(decoded.frame, error);
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
 * @typedef {import('./codecs.js').Picture} Picture
 */

/**
 * @typedef {object} DecodedFrame
 * @property {{id: number}} frame
 * @property {Picture} picture
 * @property {number} decodeMs milliseconds that decoding took
 */

/**
 * @typedef {object} PresenterListener
 * @property {function(DecodedFrame): void} draw draws a picture, which is valid until the next call
 * @property {function(): void} clear takes away what was drawn
 * @property {function({id: number}, unknown): void} failed gets a frame that cannot be decoded or drawn, and the error
 * @property {function(Frame, unknown): void} lost gets what a decoder's listener gets
 */
