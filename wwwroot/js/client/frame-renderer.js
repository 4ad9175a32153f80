import { BitmapCopier } from './bitmap-copier.js';
import { CanvasPainter } from './canvas-painter.js';
import { codecs } from './codecs.js';
import { FramePresenter } from './frame-presenter.js';
import { sizeOf } from './picture-size.js';
import { RenderThread } from './render-thread.js';

/**
 * Draws frames on a canvas, in the worker where that is possible and else on the page, or gives them out as bitmaps if there is no
 * canvas. While it is being found out where to draw, the newest frame waits, and those that it needs.
 */
export class FrameRenderer {
  #canvas;
  #listener;
  #mayUseWorker;
  /** @type {RenderPort|null} */
  #port = null;
  // Of the page, kept when it is closed: what it drew is still there.
  /** @type {CanvasPainter|null} */
  #painter = null;
  /** @type {Frame[]} */
  #waiting = [];
  #copier = new BitmapCopier();
  #opening = 0;
  /** @type {'worker'|'page'} */
  #drawsIn = 'page';

  /**
   * @param {HTMLCanvasElement|null} canvas
   * @param {RenderListener} listener
   * @param {boolean} mayUseWorker
   */
  constructor(canvas, listener, mayUseWorker) {
    this.#canvas = canvas;
    this.#listener = listener;
    this.#mayUseWorker = mayUseWorker;
  }

  /** Where frames are drawn; the page until the worker runs. */
  get drawsIn() { return this.#drawsIn; }

  /** Starts the worker, or does nothing if it is open. */
  open() {
    if (this.#opening === 0)
      this.#open(this.#opening = ++openings);
  }

  /** @param {Frame} frame the newest frame */
  present(frame) {
    if (this.#port !== null)
      this.#port.present(frame);
    else if (codecs[frame.codec].isIndependent)
      this.#waiting = [frame];
    else
      this.#waiting.push(frame);
  }

  /** Drops every frame that is not drawn yet. */
  drop() {
    this.#waiting = [];
    this.#port?.drop();
  }

  /** Drops every frame, and takes the drawn one from the canvas. */
  clear() {
    this.#waiting = [];
    this.#port?.clear();
  }

  /** Frees all memory, until `open`. */
  close() {
    this.#opening = 0;
    this.#waiting = [];
    this.#port?.close();
    this.#port = null;
    this.#copier.close();
  }

  /** @param {number} opening */
  async #open(opening) {
    const canvas = this.#canvas;
    let port = null;
    if (canvas !== null && this.#mayUseWorker && 'transferControlToOffscreen' in canvas && await RenderThread.shared.ready) {
      // Closed meanwhile: the canvas is not given away for nothing.
      if (this.#opening !== opening)
        return;
      port = RenderThread.shared.connect(canvas, this.#listener);
    }
    this.#drawsIn = port === null ? 'page' : 'worker';
    this.#port = port ?? this.#openOnPage();
    for (const frame of this.#waiting.splice(0))
      this.#port.present(frame);
  }

  /** @returns {RenderPort} */
  #openOnPage() {
    return new FramePresenter({
      draw: ({ frame, picture, decodeMs }) => {
        if (this.#canvas !== null)
          (this.#painter ??= new CanvasPainter(this.#canvas)).draw(picture);
        const { width, height } = sizeOf(picture);
        const bitmap = this.#canvas === null ? this.#copier.bitmapOf(picture) : undefined;
        this.#listener.drawn({ id: frame.id, width, height, decodeMs, bitmap });
      },
      clear: () => this.#painter?.clear(),
      failed: (frame, error) => this.#listener.failed(frame.id, error),
      lost: (frame, error) => this.#listener.lost(frame.id, error),
    });
  }
}

let openings = 0;

/**
 * @typedef {import('./codecs.js').Frame} Frame
 * @typedef {import('./render-thread.js').RenderListener} RenderListener
 * @typedef {import('./render-thread.js').RenderPort} RenderPort
 */
