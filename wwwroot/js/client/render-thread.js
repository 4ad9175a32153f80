// On a busy machine, or over a long link, its modules take seconds. Until they are there frames wait; after this the page draws them, for
// good: its canvas can't be given away any more.
const LOAD_TIMEOUT_MS = 10_000;

/** @type {RenderThread|null} */
let shared = null;

/** The page's side of the worker that decodes and draws. One worker serves all clients of a page. */
export class RenderThread {
  /** @type {Worker|null} */
  #worker = null;
  /** @type {Promise<boolean>} */
  #ready;
  /** @type {Map<number, RenderListener>} */
  #listeners = new Map();
  /** @type {WeakMap<HTMLCanvasElement, number>} */
  #canvases = new WeakMap();
  // The worker would keep the memory of a canvas that the page has removed.
  /** @type {FinalizationRegistry<number>} */
  #removed = new FinalizationRegistry(canvas => this.#post({ type: 'forget', canvas }));
  #ids = 0;

  /** @returns {RenderThread} the page's only one */
  static get shared() {
    return shared ??= new RenderThread(() => new Worker(new URL('./render-worker.js', import.meta.url), { type: 'module' }));
  }

  /** @param {function(): Worker} create may throw */
  constructor(create) { this.#ready = this.#load(create); }

  /** @returns {Promise<boolean>} whether the worker runs and can draw */
  get ready() { return this.#ready; }

  /**
   * Gives a canvas to the worker, if it does not have it yet. To be called when the worker is ready: a canvas cannot be taken back.
   *
   * @param {HTMLCanvasElement} canvas
   * @param {RenderListener} listener
   * @returns {RenderPort|null} null if the canvas cannot be given away, as it has a context on the page
   */
  connect(canvas, listener) {
    const surface = this.#canvases.get(canvas) ?? this.#transfer(canvas);
    if (surface === null)
      return null;
    const client = ++this.#ids;
    this.#listeners.set(client, listener);
    return {
      // Bytes are moved to the worker, not copied.
      present: frame => this.#post(
        { type: 'present', client, canvas: surface, frame }, frame.picture instanceof ArrayBuffer ? [frame.picture] : []),
      // Pictures too.
      show: ({ frame: { id }, picture, decodeMs }) => this.#post(
        { type: 'show', client, canvas: surface, decoded: { frame: { id }, picture, decodeMs } }, [picture]),
      drop: () => this.#post({ type: 'drop', client }),
      clear: () => this.#post({ type: 'clear', client, canvas: surface }),
      close: () => {
        this.#listeners.delete(client);
        this.#post({ type: 'close', client });
      },
    };
  }

  /** @param {function(): Worker} create */
  #load(create) {
    return new Promise(resolve => {
      const timer = setTimeout(() => this.#giveUp(resolve), LOAD_TIMEOUT_MS);
      try {
        this.#worker = create();
      } catch {
        // The module comes from another site, or a policy forbids workers.
        clearTimeout(timer);
        resolve(false);
        return;
      }
      this.#worker.onerror = event => {
        event.preventDefault?.();
        clearTimeout(timer);
        this.#giveUp(resolve);
      };
      this.#worker.onmessage = ({ data }) => {
        if (data.type !== 'ready') {
          this.#received(data);
          return;
        }
        clearTimeout(timer);
        if (this.#worker !== null)
          this.#worker.onerror = null;
        if (data.canDraw)
          resolve(true);
        else
          this.#giveUp(resolve);
      };
    });
  }

  /** @param {function(boolean): void} resolve */
  #giveUp(resolve) {
    this.#worker?.terminate();
    this.#worker = null;
    resolve(false);
  }

  /** @param {HTMLCanvasElement} canvas */
  #transfer(canvas) {
    let surface;
    try {
      surface = canvas.transferControlToOffscreen();
    } catch {
      return null;
    }
    const id = ++this.#ids;
    this.#canvases.set(canvas, id);
    this.#removed.register(canvas, id);
    this.#post({ type: 'canvas', canvas: id, surface }, [surface]);
    return id;
  }

  /** @param {any} data */
  #received(data) {
    const listener = this.#listeners.get(data.client);
    switch (data.type) {
      case 'drawn': listener?.drawn(data); break;
      case 'failed': listener?.failed(data.id, data.error); break;
      case 'lost': listener?.lost(data.id, data.error); break;
    }
  }

  /**
   * @param {object} message
   * @param {Transferable[]} transfer
   */
  #post(message, transfer = []) { this.#worker?.postMessage(message, transfer); }
}

/**
 * @typedef {object} Drawn
 * @property {number} id of the frame
 * @property {number} width
 * @property {number} height
 * @property {number} decodeMs milliseconds that decoding took
 * @property {ImageBitmap} [bitmap] valid until the next frame; not of a worker
 */

/**
 * @typedef {object} RenderListener
 * @property {function(Drawn): void} drawn
 * @property {function(number, unknown): void} failed gets the id of a frame that cannot be decoded or drawn, and the error
 * @property {function(number, unknown): void} lost gets the id of a frame from which on nothing can be decoded before the next key frame,
 * and the decoder's error; null if only earlier frames are missing
 */

/**
 * Where frames are drawn.
 *
 * @typedef {object} RenderPort
 * @property {function(import('./codecs.js').Frame): void} present takes the newest frame
 * @property {function(import('./frame-presenter.js').DecodedFrame): void} show takes the newest frame, which was decoded elsewhere
 * @property {function(): void} drop drops all frames that are not drawn yet
 * @property {function(): void} clear takes away what was drawn, too
 * @property {function(): void} close frees all memory
 */
