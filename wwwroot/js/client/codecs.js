import { jpeg } from './jpeg-decoder.js';

/**
 * All codecs by name. Connection, client, worker and canvas know a codec only by what is declared here. A codec that needs earlier
 * frames queues them in its decoder; one that does not keeps only the newest.
 *
 * @type {Record<string, Codec>}
 */
export const codecs = { jpeg };

/**
 * What is decoded. It can be passed to a worker.
 *
 * @typedef {object} Frame
 * @property {number} id rises with each frame
 * @property {string} codec name in `codecs`
 * @property {Blob} picture the encoded picture
 */

/**
 * @typedef {object} Codec
 * @property {function(ArrayBuffer): {comment: URLSearchParams|null, picture: Blob}} read splits a binary message into the frame's fields
 * (`seq`, `captured_us`, `camera`, `live`) and the encoded picture
 * @property {function(DecoderListener): Decoder} createDecoder
 */

/**
 * @typedef {object} Decoder
 * @property {function(Frame): void} decode takes the newest frame. Its listener gets it, or a newer one, in the order of capture.
 * @property {function(): void} drop forgets all frames: the listener gets none of them
 */

/**
 * @typedef {object} DecoderListener
 * @property {function(Frame, ImageBitmap, number): void} decoded gets the picture, which it closes, and the milliseconds that decoding took
 * @property {function(Frame, unknown): void} failed gets a frame that cannot be decoded, and the error
 */

/**
 * A frame as the page keeps it until it is drawn.
 *
 * @typedef {Frame & {comment: URLSearchParams|null, receivedMs: number}} ReceivedFrame
 */
