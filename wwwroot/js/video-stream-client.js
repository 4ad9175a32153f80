import { readComment } from './jpeg-comment.js';
import { ServerClock } from './server-clock.js';

const SUBPROTOCOL = 'videostream.v1';
const CONNECT_TIMEOUT_MS = 10_000;
// The server says something every second; a connection this long silent is dead, whatever the browser thinks.
const SILENCE_TIMEOUT_MS = 6_000;
const PING_INTERVAL_MS = 2_000;
// The first pings, while the page is still busy with loading, tell little of the clock; these soon give better samples.
const EARLY_PINGS_MS = [0, 200, 500, 1_000];
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const FULL_RETRY_MS = 15_000;
const POLICY_VIOLATION = 1008;

// What a new connection is to ask for again, by its name in queries and in what the server says of its settings.
const REMEMBERED = { quality: 'requested_quality', fps: 'fps', osd: 'osd', resize: 'resize', adaptive: 'adaptive' };

/**
 * Receives a camera's live pictures over VideoStream's WebSocket.
 *
 * Events (the payload is the event's `detail`):
 * - `state`: `{state, reason, retryMs}`; state is `connecting`, `open`, `waiting` (for the next try), `full` (refused because there
 *   are too many clients; tried again, but rarely) or `closed` (by `disconnect`)
 * - `frame`: `{bitmap, seq, capturedUs, camera, live, bytes, ageMs}`; the bitmap is valid until the next frame; live is false for a
 *   picture that says why there is none; ageMs is null at first
 * - `hello`, `config`, `stats`, `camera`, `error`: the server's message
 */
export class VideoStreamClient extends EventTarget {
  #url;
  #settings;
  #socket = null;
  #attempts = 0;
  #timers = new Set();
  #clock = new ServerClock();
  // The newest picture that is not decoded yet, with the connection that it came from.
  #pending = null;
  #decoding = false;
  #shown = null;
  #heardAt = 0;
  #wanted = false;

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
    this.#wanted = true;
    this.#attempts = 0;
    this.#open();
  }

  disconnect() {
    this.#wanted = false;
    this.#drop();
    this.#shown?.close();
    this.#shown = null;
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

  /** @param {boolean} adaptive whether the quality may follow the link */
  setAdaptive(adaptive) { this.#set('adaptive', adaptive); }

  /** @param {string} camera the camera's name; connects anew */
  setCamera(camera) {
    this.#settings.camera = camera;
    this.#drop();
    this.connect();
  }

  pause() { this.#send({ type: 'command', action: 'pause' }); }

  resume() { this.#send({ type: 'command', action: 'resume' }); }

  /**
   * @param {number} timeUs a time by the server's clock, as a frame's capturedUs
   * @returns {number|null} how many milliseconds ago that was; null while the server's clock is not known
   */
  ageMs(timeUs) { return this.#clock.ageMs(timeUs); }

  #set(name, value) { this.#send({ type: 'config', [name]: value }); }

  // Only what the server has confirmed is asked for again: a value that it refused would keep us out at the next connection.
  #remember(settings) {
    for (const [name, told] of Object.entries(REMEMBERED))
      this.#settings[name] = settings[told];
  }

  #open() {
    this.#drop();
    this.#emit('state', { state: 'connecting' });
    if (!this.#wanted)
      return;
    const url = new URL(this.#url);
    for (const [name, value] of Object.entries(this.#settings))
      url.searchParams.set(name, value);

    const socket = new WebSocket(url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#after(CONNECT_TIMEOUT_MS, () => { if (socket.readyState === WebSocket.CONNECTING) this.#lost(socket, 'no answer'); });
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => this.#received(socket, data);
    socket.onclose = event => this.#lost(socket, event.reason || 'connection lost', event.code);
  }

  #opened(socket) {
    this.#heardAt = performance.now();
    const ping = () => this.#send({ type: 'ping', t: performance.now() });
    for (const ms of EARLY_PINGS_MS)
      this.#after(ms, ping);
    this.#every(PING_INTERVAL_MS, () => {
      if (performance.now() - this.#heardAt > SILENCE_TIMEOUT_MS)
        this.#lost(socket, 'the service fell silent');
      else
        ping();
    });
  }

  #received(socket, data) {
    if (socket !== this.#socket)
      return;
    this.#heardAt = performance.now();
    if (typeof data === 'string') {
      this.#receivedText(JSON.parse(data));
      return;
    }
    // Only the newest is worth decoding: one that is still waiting is replaced.
    this.#pending = { socket, jpeg: data };
    if (!this.#decoding)
      this.#decode();
  }

  #receivedText(message) {
    if (message.type === 'pong') {
      this.#clock.sample(message.t, message.server_time_us);
      return;
    }
    // Not at the opening: a service that is full opens too, and closes at once.
    if (message.type === 'hello') {
      this.#attempts = 0;
      this.#remember(message.settings);
      this.#emit('state', { state: 'open' });
    } else if (message.type === 'config') {
      this.#remember(message);
    }
    this.#emit(message.type, message);
  }

  async #decode() {
    this.#decoding = true;
    while (this.#pending !== null) {
      const { socket, jpeg } = this.#pending;
      this.#pending = null;
      try {
        const bitmap = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
        this.#show(socket, jpeg, bitmap);
      } catch (error) {
        this.#emit('error', { code: 'bad_picture', message: String(error) });
      }
    }
    this.#decoding = false;
  }

  #show(socket, jpeg, bitmap) {
    if (socket !== this.#socket) {
      bitmap.close();
      return;
    }
    const shownBefore = this.#shown;
    this.#shown = bitmap;
    const comment = readComment(jpeg);
    const seq = Number(comment?.get('seq'));
    const capturedUs = Number(comment?.get('captured_us'));
    this.#emit('frame', {
      bitmap,
      seq,
      capturedUs,
      camera: comment?.get('camera'),
      live: comment?.get('live') !== '0',
      bytes: jpeg.byteLength,
      ageMs: this.#clock.ageMs(capturedUs),
    });
    shownBefore?.close();
    this.#send({ type: 'ack', seq });
  }

  #lost(socket, reason, code) {
    if (socket !== this.#socket)
      return;
    this.#drop();
    if (!this.#wanted)
      return;
    const full = code === POLICY_VIOLATION && /too many clients/i.test(reason);
    const base = full ? FULL_RETRY_MS : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++);
    // Jitter: many pages that lost the same service don't come back in the same moment.
    const retryMs = Math.round(base * (0.5 + Math.random()));
    this.#after(retryMs, () => this.#open());
    this.#emit('state', { state: full ? 'full' : 'waiting', reason, retryMs });
  }

  #drop() {
    for (const timer of this.#timers)
      clearInterval(timer);
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    this.#pending = null;
    socket?.close();
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify(message));
  }

  #after(ms, action) { this.#timers.add(setTimeout(action, ms)); }

  #every(ms, action) { this.#timers.add(setInterval(action, ms)); }

  #emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
