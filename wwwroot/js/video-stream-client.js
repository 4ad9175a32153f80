import { Connection } from './connection.js';
import { FramePresenter } from './frame-presenter.js';
import { readComment } from './jpeg-comment.js';

// Settings that a new connection requests again: name in the query, name in the server's `config`.
const REMEMBERED = { quality: 'requested_quality', fps: 'fps', osd: 'osd', resize: 'resize', adaptive: 'adaptive' };

/**
 * Receives a camera's live frames over VideoStream's WebSocket. A frame is emitted at a repaint of the screen, and acknowledged after
 * the listeners of `frame` have drawn it. So the service adapts to a slow browser as well as to a slow link.
 *
 * A hidden page gets no frames. When it is visible again it continues with the newest one. This is independent of `pause` and `resume`:
 * a paused client stays paused.
 *
 * A page that is left disconnects, so that its place is free at once for others. It connects again if the browser shows it again from
 * its back/forward cache.
 *
 * Events (the payload is the event's `detail`):
 * - `state`: `{state, reason, retryMs}`; state is `connecting`, `open`, `waiting` (for the next try), `full` (too many clients; retried
 *   every two seconds) or `closed` (by `disconnect`)
 * - `frame`: `{bitmap, seq, capturedUs, camera, live, bytes, ageMs}`, to be drawn at once; the bitmap is valid until the next
 *   frame; live is false for a placeholder, which shows why there is no picture; ageMs is null at first
 * - `hello`, `config`, `stats`, `camera`, `error`: the server's message; `paused` in it is that of `pause`, not of a hidden page
 */
export class VideoStreamClient extends EventTarget {
  #url;
  #settings;
  #connection = new Connection({
    address: () => this.#address(),
    state: detail => this.#emit('state', detail),
    text: message => this.#receivedText(message),
    binary: jpeg => this.#receivedFrame(jpeg),
    dropped: () => this.#connectionDropped(),
  });
  #presenter = new FramePresenter((frame, bitmap) => this.#show(frame, bitmap), (frame, error) => this.#failed(frame, error));
  // Whether `pause` was called, and whether the server was asked to pause, for that or because the page is hidden.
  #paused = false;
  #pauseSent = false;

  /**
   * @param {string|URL} url the socket's address, as in `ws://host:8000/ws/video_feed`; default: this page's service
   * @param {object} settings initial settings: camera, quality, fps, osd, resize, adaptive
   */
  constructor(url = new URL('ws/video_feed', document.baseURI), settings = {}) {
    super();
    this.#url = new URL(url, document.baseURI);
    this.#url.protocol = this.#url.protocol.replace('http', 'ws');
    this.#settings = { ...settings };
  }

  /** Connects, and reconnects after each loss, until `disconnect`. */
  connect() {
    document.addEventListener('visibilitychange', this.#visibilityChanged);
    addEventListener('pagehide', this.#pageHidden);
    addEventListener('pageshow', this.#pageShown);
    this.#connection.open();
  }

  disconnect() {
    document.removeEventListener('visibilitychange', this.#visibilityChanged);
    removeEventListener('pagehide', this.#pageHidden);
    removeEventListener('pageshow', this.#pageShown);
    this.#connection.close();
    this.#presenter.close();
    this.#emit('state', { state: 'closed' });
  }

  /** @param {number|string} quality JPEG quality, 1 to 100, or 'source' for the camera's own JPEG where it gives one */
  setQuality(quality) { this.#set('quality', quality); }

  /** @param {boolean} osd whether the on-screen display is drawn */
  setOsd(osd) { this.#set('osd', osd); }

  /** @param {number} fps highest frame rate in frames a second, 0.05 to 240 */
  setFps(fps) { this.#set('fps', fps); }

  /** @param {boolean|string|{width: number, height: number}} resize box that frames fit into, as in '640x360'; false: full size */
  setResize(resize) { this.#set('resize', resize); }

  /** @param {boolean} adaptive whether quality, size and rate follow the link, each up to the requested value */
  setAdaptive(adaptive) { this.#set('adaptive', adaptive); }

  /** @param {string} camera the camera's name; reconnects, and ends a pause */
  setCamera(camera) {
    this.#settings.camera = camera;
    this.#paused = false;
    this.connect();
  }

  /** Stops the frames, on this connection and later ones, until `resume`. */
  pause() {
    this.#paused = true;
    this.#sendPause();
  }

  /** Continues with the newest frame; on a hidden page as soon as it is visible. */
  resume() {
    this.#paused = false;
    this.#sendPause();
  }

  /**
   * @param {number} timeUs Unix time by the server's clock in microseconds, such as a frame's capturedUs
   * @returns {number|null} milliseconds since then; null while the server's clock is not known
   */
  ageMs(timeUs) { return this.#connection.clock.ageMs(timeUs); }

  #set(name, value) { this.#connection.send({ type: 'config', [name]: value }); }

  #visibilityChanged = () => {
    if (isHidden())
      this.#acknowledge(this.#presenter.drop());
    this.#sendPause();
  };

  #pageHidden = () => this.#connection.close();

  // Any other page that is shown connects by itself.
  #pageShown = ({ persisted }) => {
    if (persisted)
      this.#connection.open();
  };

  #sendPause() {
    const paused = this.#paused || isHidden();
    if (paused !== this.#pauseSent && this.#connection.send({ type: 'command', action: paused ? 'pause' : 'resume' }))
      this.#pauseSent = paused;
  }

  #address() {
    const url = new URL(this.#url);
    for (const [name, value] of Object.entries(this.#settings))
      url.searchParams.set(name, value);
    return url;
  }

  #connectionDropped() {
    this.#presenter.drop();
    this.#pauseSent = false;
  }

  // Only confirmed settings are requested again: a value that the server refused would get the next connection refused.
  #remember(settings) {
    for (const [name, confirmed] of Object.entries(REMEMBERED))
      this.#settings[name] = settings[confirmed];
  }

  #receivedText(message) {
    // Not when the socket opens: a service that is full opens it too, and closes it at once.
    if (message.type === 'hello') {
      this.#connection.admitted();
      this.#remember(message.settings);
      message.settings.paused = this.#paused;
      // A new connection is not paused, even if the one before it was.
      this.#sendPause();
      this.#emit('state', { state: 'open' });
    } else if (message.type === 'config') {
      this.#remember(message);
      message.paused = this.#paused;
    }
    this.#emit(message.type, message);
  }

  #receivedFrame(jpeg) {
    const frame = { jpeg, comment: readComment(jpeg) };
    if (isHidden())
      this.#acknowledge(frame);
    else
      this.#presenter.present(frame);
  }

  #show(frame, bitmap) {
    const { jpeg, comment } = frame;
    const capturedUs = Number(comment?.get('captured_us'));
    this.#emit('frame', {
      bitmap,
      seq: Number(comment?.get('seq')),
      capturedUs,
      camera: comment?.get('camera'),
      live: comment?.get('live') !== '0',
      bytes: jpeg.byteLength,
      ageMs: this.ageMs(capturedUs),
    });
    this.#acknowledge(frame);
  }

  #failed(frame, error) {
    this.#acknowledge(frame);
    this.#emit('error', { code: 'bad_picture', message: String(error) });
  }

  // Dropped frames are acknowledged too: the server sends nothing while too many bytes are in flight.
  #acknowledge(frame) {
    const seq = Number(frame?.comment?.get('seq'));
    if (seq > 0)
      this.#connection.send({ type: 'ack', seq });
  }

  #emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}

function isHidden() { return document.visibilityState === 'hidden'; }
