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
  // Makes the decoder of H.264, if that is one that works only here.
  /** @type {import('./codecs.js').CreatePlayer|null} */
  #createPlayer = null;
  /** @type {import('./codecs.js').Decoder|null} */
  #player = null;
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

  /** @param {import('./codecs.js').CreatePlayer|null} create makes the decoder of H.264; null: the one that works in the worker too */
  playWith(create) {
    this.#player?.drop();
    this.#player = null;
    this.#createPlayer = create;
  }

  /** Starts the worker, or does nothing if it is open. */
  open() {
    if (this.#opening === 0)
      this.#open(this.#opening = ++openings);
  }

  /** @param {Frame} frame the newest frame */
  present(frame) {
    if (this.#port !== null)
      this.#pass(this.#port, frame);
    else if (codecs[frame.codec].isIndependent)
      this.#waiting = [frame];
    else
      this.#waiting.push(frame);
  }

  /** Drops every frame that is not drawn yet. */
  drop() {
    this.#waiting = [];
    this.#player?.drop();
    this.#port?.drop();
  }

  /** Drops every frame, and takes the drawn one from the canvas. */
  clear() {
    this.#waiting = [];
    this.#player?.drop();
    this.#port?.clear();
  }

  /** Frees all memory, until `open`. */
  close() {
    this.#opening = 0;
    this.#waiting = [];
    this.#player?.drop();
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
      this.#pass(this.#port, frame);
  }

  /**
   * @param {RenderPort} port
   * @param {Frame} frame
   */
  #pass(port, frame) {
    if (frame.codec !== 'h264' || this.#createPlayer === null) {
      this.#player?.drop();
      port.present(frame);
      return;
    }
    this.#player ??= this.#createPlayer({
      decoded: (decoded, picture, decodeMs) => this.#port?.show({ frame: decoded, picture, decodeMs }),
      failed: (failed, error) => this.#listener.failed(failed.id, error),
      lost: (lost, error) => this.#listener.lost(lost.id, error),
      keyFrameDue: () => this.#listener.keyFrameDue(),
    });
    this.#player.decode(frame);
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
 * @typedef {import('./render-thread.js').RenderListener & {keyFrameDue: function(): void}} RenderListener keyFrameDue: of the player
 * @typedef {import('./render-thread.js').RenderPort} RenderPort
 */
