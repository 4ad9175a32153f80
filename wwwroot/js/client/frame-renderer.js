import { CanvasPainter } from './canvas-painter.js';
import { FramePresenter } from './frame-presenter.js';
import { RenderThread } from './render-thread.js';

/**
 * Draws frames on a canvas, in the worker where that is possible and else on the page, or gives them out as bitmaps if there is no
 * canvas. Nothing queues: while it is being found out where to draw, the newest frame waits.
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
  /** @type {Frame|null} */
  #waiting = null;
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
    if (this.#port === null)
      this.#waiting = frame;
    else
      this.#port.present(frame);
  }

  /** Drops every frame that is not drawn yet. */
  drop() {
    this.#waiting = null;
    this.#port?.drop();
  }

  /** Drops every frame, and takes the drawn one from the canvas. */
  clear() {
    this.#waiting = null;
    this.#port?.clear();
  }

  /** Frees all memory, until `open`. */
  close() {
    this.#opening = 0;
    this.#waiting = null;
    this.#port?.close();
    this.#port = null;
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
    if (this.#waiting !== null)
      this.#port.present(this.#waiting);
    this.#waiting = null;
  }

  /** @returns {RenderPort} */
  #openOnPage() {
    return new FramePresenter({
      draw: ({ frame, bitmap, decodeMs }) => {
        if (this.#canvas !== null)
          (this.#painter ??= new CanvasPainter(this.#canvas)).draw(bitmap);
        const { width, height } = bitmap;
        this.#listener.drawn({ id: frame.id, width, height, decodeMs, bitmap: this.#canvas === null ? bitmap : undefined });
      },
      clear: () => this.#painter?.clear(),
      failed: (frame, error) => this.#listener.failed(frame.id, error),
    });
  }
}

let openings = 0;

/**
 * @typedef {import('./codecs.js').Frame} Frame
 * @typedef {import('./render-thread.js').RenderListener} RenderListener
 * @typedef {import('./render-thread.js').RenderPort} RenderPort
 */
