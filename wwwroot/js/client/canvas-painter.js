import { sizeOf } from './picture-size.js';

/** Draws pictures on a canvas, which takes the size of each picture. */
export class CanvasPainter {
  #canvas;
  #context;

  /**
   * @param {HTMLCanvasElement|OffscreenCanvas} canvas
   * @throws {TypeError} the canvas is in use for WebGL or by a worker
   */
  constructor(canvas) {
    this.#canvas = canvas;
    // Both kinds of canvas have the same context, as far as it is used here.
    const context = /** @type {OffscreenCanvas} */ (canvas).getContext('2d', { alpha: false });
    if (context === null)
      throw new TypeError('the canvas has no 2D context: it is in use for something else');
    this.#context = context;
  }

  /** @param {import('./codecs.js').Picture} picture */
  draw(picture) {
    const { width, height } = sizeOf(picture);
    // Setting the size clears the canvas, even to the same size.
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.drawImage(picture, 0, 0);
  }

  /** Takes the picture away. The canvas keeps its size, and is black. */
  clear() { this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height); }
}
