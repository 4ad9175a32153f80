import { isAnnexB } from './annex-b.js';
import { h264 } from './h264-decoder.js';
import { jpeg } from './jpeg-decoder.js';

/**
 * All codecs by name. Connection, client, worker and canvas know a codec only by what is declared here. A codec that needs earlier
 * frames queues them in its decoder; one that does not keeps only the newest.
 *
 * @type {Record<CodecName, Codec>}
 */
export const codecs = { jpeg, h264 };

/**
 * The service may change the codec at any time, as when an encoder fails.
 *
 * @param {ArrayBuffer} message a binary message
 * @returns {CodecName}
 */
export function codecOf(message) { return isAnnexB(new Uint8Array(message, 0, Math.min(4, message.byteLength))) ? 'h264' : 'jpeg'; }

/**
 * @typedef {'jpeg'|'h264'} CodecName
 */

/**
 * What is decoded. It can be passed to a worker.
 *
 * @typedef {object} Frame
 * @property {number} id rises with each frame
 * @property {CodecName} codec
 * @property {Blob|ArrayBuffer} picture the encoded picture, as the codec reads it from a message
 * @property {boolean} [isHidden] decoded only because later frames need it
 * @property {Size} size of the picture, as the service has announced it; 0 by 0 before that, and of a JPEG
 */

/**
 * @typedef {object} Size
 * @property {number} width in pixels
 * @property {number} height in pixels
 */

/**
 * @typedef {object} Codec
 * @property {boolean} isIndependent whether each frame can be decoded without those before it
 * @property {function(ArrayBuffer): {comment: URLSearchParams|null, picture: Blob|ArrayBuffer}} read splits a binary message into the
 * frame's fields (`seq`, `captured_us`, `camera`, `live`) and the encoded picture
 * @property {function(DecoderListener): Decoder} createDecoder
 */

/**
 * @typedef {object} Decoder
 * @property {function(Frame): void} decode takes the newest frame. Its listener gets it, or a newer one, in the order of capture.
 * @property {function(): void} drop forgets all frames: the listener gets none of them
 */

/**
 * A decoded picture. Who gets it closes it.
 *
 * @typedef {ImageBitmap|VideoFrame} Picture
 */

/**
 * @typedef {object} DecoderListener
 * @property {function(Frame, Picture, number): void} decoded gets the picture, and the milliseconds that decoding took
 * @property {function(Frame, unknown): void} failed gets a frame that cannot be decoded, and the error
 * @property {function(Frame, unknown): void} lost gets a frame from which on nothing can be decoded before the next key frame, and the
 * decoder's error; null if only earlier frames are missing
 */

/**
 * What a decoder that works on the page only tells besides.
 *
 * @typedef {DecoderListener & {keyFrameDue: function(): void}} PlayerListener keyFrameDue: it goes on, but needs a key frame soon
 */

/**
 * @typedef {function(PlayerListener): Decoder} CreatePlayer
 */

/**
 * A frame as the page keeps it until it is drawn.
 *
 * @typedef {object} ReceivedFrame
 * @property {number} id
 * @property {URLSearchParams|null} comment
 * @property {Blob|null} jpeg the message, if it is a JPEG
 * @property {number} bytes of the message
 * @property {number} receivedMs
 */
