import { Connection } from './connection.js';
import { readComment } from './jpeg-comment.js';
import { NewestPicture } from './newest-picture.js';

// What a new connection is to ask for again, by its name in queries and in what the server says of its settings.
const REMEMBERED = { quality: 'requested_quality', fps: 'fps', osd: 'osd', resize: 'resize', adaptive: 'adaptive' };

/**
 * Receives a camera's live pictures over VideoStream's WebSocket. Each is handed out when the screen is about to be drawn, and
 * acknowledged once the listeners of `frame` have drawn it: so what is sent follows a slow browser as well as a slow link.
 *
 * A hidden page is sent no pictures; when it is seen again it goes on with the newest one. That is apart from `pause` and
 * `resume`: what was paused stays paused.
 *
 * Events (the payload is the event's `detail`):
 * - `state`: `{state, reason, retryMs}`; state is `connecting`, `open`, `waiting` (for the next try), `full` (refused because there
 *   are too many clients; tried again, but rarely) or `closed` (by `disconnect`)
 * - `frame`: `{bitmap, seq, capturedUs, camera, live, bytes, ageMs}`, to be drawn at once; the bitmap is valid until the next
 *   frame; live is false for a picture that says why there is none; ageMs is null at first
 * - `hello`, `config`, `stats`, `camera`, `error`: the server's message; but `paused` tells of `pause` alone, not of a hidden page
 */
export class VideoStreamClient extends EventTarget {
  #url;
  #settings;
  #connection = new Connection({
    address: () => this.#address(),
    state: detail => this.#emit('state', detail),
    text: message => this.#receivedText(message),
    binary: jpeg => this.#receivedPicture(jpeg),
    dropped: () => this.#connectionDropped(),
  });
  #pictures = new NewestPicture((picture, bitmap) => this.#show(picture, bitmap), (picture, error) => this.#undecodable(picture, error));
  // Whether `pause` was called, and whether the server was told to pause, for that or because the page is hidden.
  #paused = false;
  #toldPaused = false;

  /**
   * @param {string|URL} url the service's address, as in `ws://host:8000/ws/video_feed`; default: that of the page
   * @param {object} settings what to ask for from the start: camera, quality, fps, osd, resize, adaptive
   */
  constructor(url = new URL('ws/video_feed', document.baseURI), settings = {}) {
    super();
    this.#url = new URL(url, document.baseURI);
    this.#url.protocol = this.#url.protocol.replace('http', 'ws');
    this.#settings = { ...settings };
  }

  /** Connects, and again whenever the connection is lost, until `disconnect`. */
  connect() {
    document.addEventListener('visibilitychange', this.#visibilityChanged);
    this.#connection.open();
  }

  disconnect() {
    document.removeEventListener('visibilitychange', this.#visibilityChanged);
    this.#connection.close();
    this.#pictures.close();
    this.#emit('state', { state: 'closed' });
  }

  /** @param {number|string} quality JPEG quality, 1 to 100, or 'source' for the camera's own JPEG where it gives one */
  setQuality(quality) { this.#set('quality', quality); }

  /** @param {boolean} osd whether the on-screen display is drawn */
  setOsd(osd) { this.#set('osd', osd); }

  /** @param {number} fps pictures a second, at most, 1 to 240 */
  setFps(fps) { this.#set('fps', fps); }

  /** @param {boolean|string|{width: number, height: number}} resize what to fit pictures into, as in '640x360'; false: full size */
  setResize(resize) { this.#set('resize', resize); }

  /** @param {boolean} adaptive whether quality, size and rate follow the link, each up to what was asked for */
  setAdaptive(adaptive) { this.#set('adaptive', adaptive); }

  /** @param {string} camera the camera's name; connects anew, and is not paused then */
  setCamera(camera) {
    this.#settings.camera = camera;
    this.#paused = false;
    this.connect();
  }

  /** No more pictures, over this connection and those after it, until `resume`. */
  pause() {
    this.#paused = true;
    this.#tellPaused();
  }

  /** Goes on with the newest picture; if the page is hidden, then when it is seen again. */
  resume() {
    this.#paused = false;
    this.#tellPaused();
  }

  /**
   * @param {number} timeUs a time by the server's clock, as a frame's capturedUs
   * @returns {number|null} how many milliseconds ago that was; null while the server's clock is not known
   */
  ageMs(timeUs) { return this.#connection.clock.ageMs(timeUs); }

  #set(name, value) { this.#connection.send({ type: 'config', [name]: value }); }

  #visibilityChanged = () => {
    if (isHidden())
      this.#acknowledge(this.#pictures.drop());
    this.#tellPaused();
  };

  #tellPaused() {
    const paused = this.#paused || isHidden();
    if (paused !== this.#toldPaused && this.#connection.send({ type: 'command', action: paused ? 'pause' : 'resume' }))
      this.#toldPaused = paused;
  }

  #address() {
    const url = new URL(this.#url);
    for (const [name, value] of Object.entries(this.#settings))
      url.searchParams.set(name, value);
    return url;
  }

  #connectionDropped() {
    this.#pictures.drop();
    this.#toldPaused = false;
  }

  // Only what the server has confirmed is asked for again: a value that it refused would keep us out at the next connection.
  #remember(settings) {
    for (const [name, told] of Object.entries(REMEMBERED))
      this.#settings[name] = settings[told];
  }

  #receivedText(message) {
    // Not at the opening: a service that is full opens too, and closes at once.
    if (message.type === 'hello') {
      this.#connection.admitted();
      this.#remember(message.settings);
      message.settings.paused = this.#paused;
      // The server knows nothing of what the connection before was told.
      this.#tellPaused();
      this.#emit('state', { state: 'open' });
    } else if (message.type === 'config') {
      this.#remember(message);
      message.paused = this.#paused;
    }
    this.#emit(message.type, message);
  }

  #receivedPicture(jpeg) {
    const picture = { jpeg, comment: readComment(jpeg) };
    if (isHidden())
      this.#acknowledge(picture);
    else
      this.#pictures.take(picture);
  }

  #show(picture, bitmap) {
    const { jpeg, comment } = picture;
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
    this.#acknowledge(picture);
  }

  #undecodable(picture, error) {
    this.#acknowledge(picture);
    this.#emit('error', { code: 'bad_picture', message: String(error) });
  }

  // Also what is dropped undrawn: the server holds pictures back while too many are on their way, for all it knows.
  #acknowledge(picture) {
    const seq = Number(picture?.comment?.get('seq'));
    if (seq > 0)
      this.#connection.send({ type: 'ack', seq });
  }

  #emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}

function isHidden() { return document.visibilityState === 'hidden'; }
