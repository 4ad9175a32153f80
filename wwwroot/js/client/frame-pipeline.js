import { encodeCanvas } from './canvas-snapshot.js';
import { codecOf, codecs } from './codecs.js';
import { FrameRenderer } from './frame-renderer.js';
import { PendingFrames } from './pending-frames.js';

// Share of a new sample in a smoothed figure.
const SMOOTHING = 1 / 8;

// The same for all clients: two of them may draw on one canvas.
let frameIds = 0;

/** Takes frames from their receipt until they are drawn, acknowledges and counts them. */
export class FramePipeline {
  #canvas;
  #listener;
  #renderer;
  /** @type {PendingFrames<ReceivedFrame>} */
  #pending = new PendingFrames();
  /** @type {ReceivedFrame|null} */
  #shown = null;
  #counters = { received: 0, drawn: 0, replaced: 0, bytes: 0 };
  /** @type {import('./codecs.js').CodecName|null} */
  #codec = null;
  // Of the pictures to come.
  /** @type {import('./codecs.js').Size} */
  #size = { width: 0, height: 0 };
  /** @type {{decodeMs: number|null, drawDelayMs: number|null}} */
  #times = { decodeMs: null, drawDelayMs: null };

  /**
   * @param {HTMLCanvasElement|null} canvas where they are drawn; null gives them out as bitmaps
   * @param {PipelineListener} listener
   * @param {boolean} mayUseWorker
   */
  constructor(canvas, listener, mayUseWorker) {
    this.#canvas = canvas;
    this.#listener = listener;
    this.#renderer = new FrameRenderer(canvas, {
      drawn: drawn => this.#drawn(drawn),
      failed: (id, error) => this.#failed(id, error),
      lost: (id, error) => this.#lost(id, error),
      keyFrameDue: () => this.#listener.lost(null),
    }, mayUseWorker);
  }

  get statistics() { return { ...this.#counters, ...this.#times, codec: this.#codec, drawsIn: this.#renderer.drawsIn }; }

  /** The frame that is shown, encoded as it was received; null before the first, and if it was no JPEG. */
  get shown() { return this.#shown?.jpeg ?? null; }

  /** @returns {Promise<Blob|null>} a JPEG of the frame that is shown: as it was received, or else of the canvas */
  async snapshot() {
    if (this.#shown === null || this.#shown.jpeg !== null || this.#canvas === null)
      return this.shown;
    return encodeCanvas(this.#canvas);
  }

  /** @param {import('./codecs.js').CreatePlayer|null} create makes the decoder of H.264; null: the one that works in the worker too */
  playWith(create) { this.#renderer.playWith(create); }

  /** @param {import('./codecs.js').Size} size of the access units to come */
  announce({ width, height }) { this.#size = { width, height }; }

  open() { this.#renderer.open(); }

  /** Frees all memory but the frame that is shown, until `open`. */
  close() { this.#renderer.close(); }

  /** Forgets the frame that is shown, as it is another camera's. */
  forget() { this.#shown = null; }

  /** Drops every frame, and takes away the one that is shown. */
  clear() {
    this.#renderer.clear();
    this.#acknowledge(this.#pending.drop());
    this.#shown = null;
  }

  /**
   * @param {ArrayBuffer} message
   * @param {function(URLSearchParams|null): FrameUse} useOf gets the frame's fields
   */
  receive(message, useOf) {
    const codec = codecOf(message), bytes = message.byteLength;
    const { comment, picture } = codecs[codec].read(message);
    const id = ++frameIds;
    const frame = { id, comment, bytes, jpeg: picture instanceof Blob ? picture : null, receivedMs: performance.now() };
    this.#codec = codec;
    this.#counters.received++;
    this.#counters.bytes += bytes;
    const use = useOf(comment);
    if (use === 'draw')
      this.#pending.add(frame);
    else
      this.#acknowledge(frame);
    if (use === 'draw' || use === 'decode' && !codecs[codec].isIndependent)
      this.#renderer.present({ id, codec, picture, isHidden: use === 'decode', size: this.#size });
  }

  /** Drops every frame that is not drawn yet. */
  drop() {
    this.#renderer.drop();
    this.#pending.drop();
  }

  /** Drops every frame that is not drawn yet, and acknowledges the newest: the server sends nothing while too many bytes are in flight. */
  dropAndAcknowledge() {
    this.#renderer.drop();
    this.#acknowledge(this.#pending.drop());
  }

  /** @param {import('./render-thread.js').Drawn} drawn */
  #drawn({ id, width, height, decodeMs, bitmap }) {
    const { frame, replaced } = this.#pending.take(id, true);
    if (frame === undefined)
      return;
    this.#shown = frame;
    this.#counters.drawn++;
    this.#counters.replaced += replaced;
    this.#times.decodeMs = smooth(this.#times.decodeMs, decodeMs);
    this.#times.drawDelayMs = smooth(this.#times.drawDelayMs, performance.now() - frame.receivedMs);
    const { comment, bytes } = frame;
    const shown = {
      seq: Number(comment?.get('seq')),
      capturedUs: Number(comment?.get('captured_us')),
      camera: comment?.get('camera') ?? null,
      live: comment?.get('live') !== '0',
      bytes,
      width,
      height,
    };
    this.#listener.drawn(bitmap === undefined ? shown : { ...shown, bitmap });
    this.#acknowledge(frame);
  }

  /**
   * @param {number} id
   * @param {unknown} error
   */
  #failed(id, error) {
    const { frame } = this.#pending.take(id, false);
    if (frame === undefined)
      return;
    this.#acknowledge(frame);
    this.#listener.failed(error);
  }

  /**
   * @param {number} id
   * @param {unknown} error
   */
  #lost(id, error) {
    // The service goes on only with what is acknowledged.
    this.#acknowledge(this.#pending.take(id, false).frame ?? null);
    this.#listener.lost(error);
  }

  /** @param {ReceivedFrame|null} frame */
  #acknowledge(frame) {
    const seq = Number(frame?.comment?.get('seq'));
    if (seq > 0)
      this.#listener.acknowledge(seq);
  }
}

/**
 * @param {number|null} smoothed
 * @param {number} sample
 */
function smooth(smoothed, sample) { return smoothed === null ? sample : smoothed + (sample - smoothed) * SMOOTHING; }

/**
 * @typedef {import('./codecs.js').ReceivedFrame} ReceivedFrame
 */

/**
 * What becomes of a frame. One that is not drawn is acknowledged at once; `decode`: later ones may need it.
 *
 * @typedef {'draw'|'decode'|'drop'} FrameUse
 */

/**
 * @typedef {object} PipelineListener
 * @property {function(Omit<import('./types.js').FrameDetail, 'ageMs'>): void} drawn gets a frame when it is drawn
 * @property {function(unknown): void} failed gets the error of a frame that cannot be decoded or drawn
 * @property {function(unknown): void} lost a key frame is needed; gets the decoder's error, null if there is none
 * @property {function(number): void} acknowledge gets a frame's number
 */
