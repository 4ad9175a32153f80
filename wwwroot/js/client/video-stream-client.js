import { CodecChoice } from './codec-choice.js';
import { Connection } from './connection.js';
import { FramePipeline } from './frame-pipeline.js';
import { PageLifecycle } from './page-lifecycle.js';
import { PauseState } from './pause-state.js';
import { RequestedSettings } from './requested-settings.js';
import { findCanvas } from './settings.js';

const TypedEventTarget = /** @type {new () => import('./types.js').VideoStreamEvents} */ (EventTarget);

/**
 * Receives a camera's live frames over VideoStream's WebSocket, and draws them on a canvas. A frame is drawn at a repaint of the screen,
 * and acknowledged after that. So the service adapts to a slow browser as well as to a slow link.
 *
 * A hidden page gets no frames. When it is visible again it continues with the newest one. This is independent of `pause` and `resume`:
 * a paused client stays paused.
 *
 * A page that is left disconnects, so that its place is free at once for others. It connects again if the browser shows it again from
 * its back/forward cache.
 *
 * Events (the payload is the event's `detail`):
 * - `state`: the connection's state, with the reason and the time to the next try
 * - `frame`: a frame was drawn. Without canvas it carries the bitmap, which is valid until the next frame.
 * - `hello`, `config`, `stats`, `camera`, `video`, `error`: the server's message; `paused` in it is that of `pause`, not of a hidden page
 */
export class VideoStreamClient extends TypedEventTarget {
  #settings;
  #connection = new Connection({
    address: () => this.#settings.address(this.#codec.asked),
    state: detail => this.#setState(detail),
    text: message => this.#receivedText(message),
    binary: message => this.#pipeline.receive(message, comment => this.#useOf(comment)),
    dropped: () => this.#connectionDropped(),
  });
  #lifecycle = new PageLifecycle({
    visibility: () => this.#visibilityChanged(),
    left: () => this.#close(),
    restored: () => this.#open(),
    online: () => this.#connection.retry(),
  });
  #pipeline;
  #codec;
  #openings = 0;
  #drawsPlaceholders;
  #pause;
  /** @type {import('./types.js').StateDetail} */
  #state = { state: 'closed' };
  /** @type {import('./types.js').ConfigMessage|null} */
  #config = null;
  /** @type {import('./types.js').CameraMessage|null} */
  #camera = null;

  /**
   * @param {string|URL|null} [url] the socket's address, as in `ws://host:8000/ws/video_feed`; default: this page's service
   * @param {import('./types.js').ClientSettings} [settings] canvas, and initial settings
   * @throws {TypeError} the canvas's selector finds no canvas
   */
  constructor(url, settings = {}) {
    super();
    const { canvas, worker, placeholders, pausesHidden, codec, ...query } = settings;
    this.#settings = new RequestedSettings(url, query);
    this.#drawsPlaceholders = placeholders !== false;
    /** @type {function(object): boolean} */
    const send = message => this.#connection.send(message);
    this.#pause = new PauseState(() => pausesHidden !== false && this.#lifecycle.isHidden, send);
    this.#codec = new CodecChoice(codec, pausesHidden === false, {
      send, supported: ({ createDecoder }) => this.#pipeline.playWith(createDecoder ?? null),
    });
    this.#pipeline = new FramePipeline(
      findCanvas(canvas),
      {
        drawn: frame => this.#emit('frame', { ...frame, ageMs: this.ageMs(frame.capturedUs) }),
        failed: error => this.#emit('error', { code: 'bad_picture', message: String(error) }),
        lost: error => this.#recover(error),
        acknowledge: seq => this.#connection.send({ type: 'ack', seq }),
      },
      // The screen of a hidden page rests, and a worker does not know that it is hidden.
      worker !== false && pausesHidden !== false);
  }

  /** The connection's state: the last detail of `state`. */
  get state() { return this.#state; }

  /** The effective settings that the server sent last; null before the first. */
  get config() { return this.#config; }

  /** The codec that was asked for: a new one as soon as the server accepts it. The one in effect is in `config`. */
  get codec() { return this.#codec.requested; }

  /** The camera's state that the server sent last; null before the first. */
  get camera() { return this.#camera; }

  /**
   * What was received and drawn since the client was created.
   *
   * @returns {import('./types.js').Statistics}
   */
  get statistics() { return { ...this.#pipeline.statistics, ...this.#codec.statistics }; }

  /** Connects, and reconnects after each loss, until `disconnect`. */
  connect() {
    this.#lifecycle.start();
    this.#pipeline.open();
    this.#open();
  }

  /** Ends the connection and frees all memory but the picture that is shown. `connect` starts again. */
  disconnect() {
    this.#lifecycle.stop();
    this.#close();
    this.#pipeline.close();
    this.#setState({ state: 'closed' });
  }

  /** Tries to connect at once, if it waits for the next try or was refused. */
  retry() { this.#connection.retry(); }

  /** @param {number|string} quality JPEG quality, 1 to 100, or 'source' for the camera's own JPEG where it gives one */
  setQuality(quality) { this.#set('quality', quality); }

  /** @param {boolean} osd whether the on-screen display is drawn */
  setOsd(osd) { this.#set('osd', osd); }

  /** @param {number} fps highest frame rate in frames a second, 0.05 to 240 */
  setFps(fps) { this.#set('fps', fps); }

  /** @param {import('./types.js').Resize} resize box that frames fit into, as in '640x360'; false: full size */
  setResize(resize) { this.#set('resize', resize); }

  /** @param {boolean} adaptive whether quality, size and rate follow the link, each up to the requested value */
  setAdaptive(adaptive) { this.#set('adaptive', adaptive); }

  /** @param {import('./types.js').Codec} codec 'auto': H.264 where this browser and the service can, else JPEG */
  setCodec(codec) { this.#codec.change(codec); }

  /** @param {string|null} camera the camera's name, or null for the service's first; reconnects, and ends a pause */
  setCamera(camera) {
    this.#settings.set('camera', camera ?? undefined);
    this.#pause.end();
    this.#pipeline.forget();
    this.connect();
  }

  /** Stops the frames, on this connection and later ones, until `resume`. */
  pause() { this.#pause.set(true); }

  /** Continues with the newest frame; on a hidden page as soon as it is visible. */
  resume() { this.#pause.set(false); }

  /**
   * @param {number} timeUs Unix time by the server's clock in microseconds, such as a frame's capturedUs
   * @returns {number|null} milliseconds since then; null while the server's clock is not known
   */
  ageMs(timeUs) { return this.#connection.clock.ageMs(timeUs); }

  /** @returns {Blob|null} the JPEG that is shown, as it was received, its metadata included; null before the first, and with H.264 */
  snapshot() { return this.#pipeline.shown; }

  /**
   * @returns {Promise<Blob|null>} the picture that is shown, as a JPEG: with H.264 encoded here, without metadata; null before the first,
   * and with H.264 if there is no canvas
   */
  takeSnapshot() { return this.#pipeline.snapshot(); }

  /** Takes away the picture that is shown, as when its viewer has logged out. The next frame is drawn again. */
  clear() { this.#pipeline.clear(); }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  #set(name, value) {
    // Without a connection the next one requests it.
    if (this.#connection.send({ type: 'config', [name]: value }))
      this.#settings.sent(name);
    else
      this.#settings.set(name, value);
  }

  #open() {
    const opening = ++this.#openings;
    this.#codec.whenKnown(() => {
      // Not closed meanwhile, nor opened again.
      if (opening === this.#openings)
        this.#connection.open();
    });
  }

  #close() {
    this.#openings++;
    this.#connection.close();
  }

  #visibilityChanged() {
    if (this.#pause.isAway)
      this.#pipeline.dropAndAcknowledge();
    else
      this.#connection.retry();
    this.#pause.tell();
  }

  #connectionDropped() {
    this.#pipeline.drop();
    this.#pause.forget();
  }

  /**
   * @param {URLSearchParams|null} comment
   * @returns {import('./frame-pipeline.js').FrameUse}
   */
  #useOf(comment) {
    if (this.#pause.isAway)
      return 'drop';
    return this.#drawsPlaceholders || comment?.get('live') !== '0' ? 'draw' : 'decode';
  }

  /** @param {unknown} error the decoder's; null if it only lacks a key frame */
  #recover(error) {
    if (error !== null)
      this.#emit('error', { code: 'bad_picture', message: String(error) });
    this.#codec.recover(error !== null);
  }

  /** @param {import('./types.js').ConfigMessage} config */
  #confirm(config) {
    this.#settings.confirm(config);
    config.paused = this.#pause.isPaused;
    this.#codec.confirm(config.codec ?? 'jpeg');
    this.#config = config;
  }

  /** @param {any} message */
  #receivedText(message) {
    // Not when the socket opens: a service that is full opens it too, and closes it at once.
    if (message.type === 'hello') {
      this.#connection.admitted();
      this.#settings.limit(message.limits);
      const unsent = this.#settings.detachUnsent();
      this.#confirm(message.settings);
      for (const [name, value] of Object.entries(unsent))
        this.#set(name, value);
      this.#codec.tell();
      this.#camera = { type: 'camera', camera: message.camera, title: message.title, state: message.state };
      // A new connection is not paused, even if the one before it was.
      this.#pause.tell();
      this.#setState({ state: 'open' });
    } else if (message.type === 'config') {
      this.#confirm(message);
    } else if (message.type === 'camera') {
      this.#camera = message;
    } else if (message.type === 'stats') {
      this.#codec.measured(message.codec);
    } else if (message.type === 'video') {
      this.#pipeline.announce(message);
    } else if (message.type === 'error') {
      this.#refused(message);
    }
    this.#emit(message.type, message);
  }

  /** @param {import('./types.js').ErrorDetail} error */
  #refused(error) {
    // `set_codec` is the only command with a value here.
    if (error.field === 'value')
      error.field = 'codec';
    if (error.field === 'codec')
      this.#codec.refuse();
    this.#settings.refuse(error.field);
  }

  /** @param {import('./types.js').StateDetail} detail */
  #setState(detail) {
    this.#state = detail;
    this.#emit('state', detail);
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
