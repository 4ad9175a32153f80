import { readComment } from './jpeg-comment.js';

const TYPE = 'image/jpeg';

/**
 * Decodes the newest JPEG, and nothing else: a newer frame replaces one that waits for the decoder.
 *
 * @implements {Decoder}
 */
export class JpegDecoder {
  #listener;
  /** @type {Frame|null} */
  #waiting = null;
  /** @type {Frame|null} */
  #decoding = null;

  /** @param {DecoderListener} listener */
  constructor(listener) { this.#listener = listener; }

  /** @param {Frame} frame */
  decode(frame) {
    this.#waiting = frame;
    if (this.#decoding === null)
      this.#decodeNext();
  }

  drop() { this.#waiting = this.#decoding = null; }

  async #decodeNext() {
    const frame = /** @type {Frame} */ (this.#waiting);
    this.#decoding = frame;
    this.#waiting = null;
    const startMs = performance.now();
    let picture = null, failure;
    try {
      picture = await createImageBitmap(/** @type {Blob} */ (frame.picture));
    } catch (error) {
      failure = error;
    }
    // Dropped during decoding. Another frame may be in the decoder by now.
    if (this.#decoding !== frame) {
      picture?.close();
      return;
    }
    this.#decoding = null;
    if (this.#waiting !== null)
      this.#decodeNext();
    if (picture !== null)
      this.#listener.decoded(frame, picture, performance.now() - startMs);
    else
      this.#listener.failed(frame, failure);
  }
}

/** @type {Codec} */
export const jpeg = {
  isIndependent: true,
  // The blob is also the snapshot. It goes to the worker by reference, so its bytes are copied once.
  read: message => ({ comment: readComment(message), picture: new Blob([message], { type: TYPE }) }),
  createDecoder: listener => new JpegDecoder(listener),
};

/**
 * @typedef {import('./codecs.js').Codec} Codec
 * @typedef {import('./codecs.js').Decoder} Decoder
 * @typedef {import('./codecs.js').DecoderListener} DecoderListener
 * @typedef {import('./codecs.js').Frame} Frame
 */
