import { codecString, readMetadata, readStart } from './h264-unit.js';

// Chromium reclaims the idle decoder of a page in the background.
const RECLAIMED = 'QuotaExceededError';
// One that gives out nothing for so long has stopped without saying so. The first picture takes longer.
const LONGEST_WAIT_MS = 3_000;
const LONGEST_START_MS = 6_000;
// Fewer may just have been frozen with the page.
const LEAST_WAITING = 3;
// As many are no chance, however seldom they come.
const MOST_WAITING = 8;

/**
 * Decodes every access unit, in order, because later ones need it. Starts at a key frame: the first one, and the one after each failure.
 *
 * @implements {Decoder}
 */
export class H264Decoder {
  #listener;
  /** @type {VideoDecoder|null} */
  #decoder = null;
  // The SPS that the decoder was configured for.
  #parameters = '';
  // Frames in the decoder, by the timestamp that they went in with.
  /** @type {Map<number, {frame: Frame, startMs: number}>} */
  #decoding = new Map();
  #hasDecoded = false;
  // Since when it is expected to give out something, and when the last frame came.
  #expectedMs = 0;
  #cameMs = -Infinity;
  /** @type {Frame|null} */
  #newest = null;

  /** @param {DecoderListener} listener */
  constructor(listener) { this.#listener = listener; }

  /** @param {Frame} frame */
  decode(frame) {
    this.#newest = frame;
    const nowMs = performance.now();
    // After a pause nothing is late.
    if (this.#decoding.size === 0 || (nowMs - this.#cameMs > LONGEST_WAIT_MS && this.#decoding.size < MOST_WAITING))
      this.#expectedMs = nowMs;
    this.#cameMs = nowMs;
    if (this.#isSilentAt(nowMs)) {
      this.#fail(new Error('the decoder gives out nothing'));
      return;
    }
    const data = new Uint8Array(/** @type {ArrayBuffer} */ (frame.picture));
    const { isKey, parameters } = readStart(data);
    try {
      if (isKey && parameters !== null)
        this.#configure(parameters);
      if (this.#decoder === null) {
        this.#listener.lost(frame, null);
        return;
      }
      // Some decoders take times that are too near to each other for the same one.
      const timestamp = frame.id * 1_000;
      this.#decoding.set(timestamp, { frame, startMs: nowMs });
      this.#decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp, data }));
    } catch (error) {
      this.#fail(error);
    }
  }

  // A closed decoder gives out nothing more, and frees its memory.
  drop() {
    const decoder = this.#decoder;
    this.#decoder = null;
    this.#parameters = '';
    this.#decoding.clear();
    if (decoder !== null && decoder.state !== 'closed')
      decoder.close();
  }

  /** @param {number} nowMs */
  #isSilentAt(nowMs) {
    return this.#decoding.size >= LEAST_WAITING
      && nowMs - this.#expectedMs > (this.#hasDecoded ? LONGEST_WAIT_MS : LONGEST_START_MS);
  }

  /** @param {Uint8Array} parameters */
  #configure(parameters) {
    const text = parameters.join();
    if (this.#decoder !== null && this.#parameters === text)
      return;
    this.#decoder ??= this.#create();
    this.#parameters = text;
    // Without a description the units are in byte stream form.
    this.#decoder.configure({ codec: codecString(parameters), optimizeForLatency: true });
  }

  #create() {
    /** @type {VideoDecoder} */
    this.#hasDecoded = false;
    const decoder = new VideoDecoder({
      output: picture => this.#decoded(picture),
      error: error => {
        if (this.#decoder === decoder)
          this.#fail(error);
      },
    });
    return decoder;
  }

  /** @param {VideoFrame} picture */
  #decoded(picture) {
    const { timestamp } = picture;
    this.#hasDecoded = true;
    this.#expectedMs = performance.now();
    const decoded = this.#decoding.get(timestamp);
    // There is no reordering: what went in before it never comes out.
    for (const older of this.#decoding.keys())
      if (older <= timestamp)
        this.#decoding.delete(older);
    // One that was dropped is not wanted any more.
    if (decoded === undefined || decoded.frame.isHidden)
      picture.close();
    else
      this.#listener.decoded(decoded.frame, picture, performance.now() - decoded.startMs);
  }

  /** @param {unknown} error */
  #fail(error) {
    const frame = /** @type {Frame} */ (this.#newest);
    const isReclaimed = error instanceof DOMException && error.name === RECLAIMED, isIdle = this.#decoding.size === 0;
    this.drop();
    // A frame that comes after that finds no decoder.
    if (!isReclaimed || !isIdle)
      this.#listener.lost(frame, isReclaimed ? null : error);
  }
}

/** @type {Codec} */
export const h264 = {
  isIndependent: false,
  read: message => ({ comment: readMetadata(new Uint8Array(message)), picture: message }),
  createDecoder: listener => new H264Decoder(listener),
};

/**
 * @typedef {import('./codecs.js').Codec} Codec
 * @typedef {import('./codecs.js').Decoder} Decoder
 * @typedef {import('./codecs.js').DecoderListener} DecoderListener
 * @typedef {import('./codecs.js').Frame} Frame
 */
