import { codecs } from './codecs.js';
import { FrameRenderer } from './frame-renderer.js';
import { PendingFrames } from './pending-frames.js';

// Share of a new sample in a smoothed figure.
const SMOOTHING = 1 / 8;

// The same for all clients: two of them may draw on one canvas.
let frameIds = 0;

/** Takes frames from their receipt until they are drawn, acknowledges and counts them. */
export class FramePipeline {
  #listener;
  #renderer;
  /** @type {PendingFrames<ReceivedFrame>} */
  #pending = new PendingFrames();
  /** @type {ReceivedFrame|null} */
  #shown = null;
  #counters = { received: 0, drawn: 0, replaced: 0, bytes: 0 };
  /** @type {{decodeMs: number|null, drawDelayMs: number|null}} */
  #times = { decodeMs: null, drawDelayMs: null };

  /**
   * @param {HTMLCanvasElement|null} canvas where they are drawn; null gives them out as bitmaps
   * @param {PipelineListener} listener
   * @param {boolean} mayUseWorker
   */
  constructor(canvas, listener, mayUseWorker) {
    this.#listener = listener;
    this.#renderer = new FrameRenderer(
      canvas, { drawn: drawn => this.#drawn(drawn), failed: (id, error) => this.#failed(id, error) }, mayUseWorker);
  }

  /** @returns {import('./types.js').Statistics} */
  get statistics() { return { ...this.#counters, ...this.#times, drawsIn: this.#renderer.drawsIn }; }

  /** The frame that is shown, encoded as it was received; null before the first. */
  get shown() { return this.#shown?.picture ?? null; }

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
   * @param {function(URLSearchParams|null): boolean} isWanted gets the frame's fields; false: it is acknowledged and not drawn
   */
  receive(message, isWanted) {
    const codec = 'jpeg';
    const { comment, picture } = codecs[codec].read(message);
    const frame = { id: ++frameIds, codec, picture, comment, receivedMs: performance.now() };
    this.#counters.received++;
    this.#counters.bytes += picture.size;
    if (!isWanted(comment)) {
      this.#acknowledge(frame);
      return;
    }
    this.#pending.add(frame);
    this.#renderer.present({ id: frame.id, codec, picture });
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
    const { comment, picture } = frame;
    const shown = {
      seq: Number(comment?.get('seq')),
      capturedUs: Number(comment?.get('captured_us')),
      camera: comment?.get('camera') ?? null,
      live: comment?.get('live') !== '0',
      bytes: picture.size,
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
 * @typedef {object} PipelineListener
 * @property {function(Omit<import('./types.js').FrameDetail, 'ageMs'>): void} drawn gets a frame when it is drawn
 * @property {function(unknown): void} failed gets the error of a frame that cannot be decoded or drawn
 * @property {function(number): void} acknowledge gets a frame's number
 */
