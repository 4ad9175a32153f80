import { sizeOf } from './picture-size.js';

/** Makes bitmaps of decoded video frames, for pages that draw themselves. One bitmap at a time is valid. */
export class BitmapCopier {
  /** @type {OffscreenCanvas|null} */
  #canvas = null;
  /** @type {ImageBitmap|null} */
  #copy = null;

  /**
   * @param {import('./codecs.js').Picture} picture
   * @returns {ImageBitmap} valid until the next call, or the picture itself if it is one
   */
  bitmapOf(picture) {
    this.close();
    if (!('displayWidth' in picture))
      return picture;
    const { width, height } = sizeOf(picture);
    const canvas = this.#canvas ??= new OffscreenCanvas(width, height);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false })).drawImage(picture, 0, 0);
    return this.#copy = canvas.transferToImageBitmap();
  }

  close() {
    this.#copy?.close();
    this.#copy = null;
  }
}
