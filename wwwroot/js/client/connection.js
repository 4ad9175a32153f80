import { FailedHandshake } from './failed-handshake.js';
import { readHandshakeProblem } from './handshake-problem.js';
import { RetrySchedule } from './retry-schedule.js';
import { ServerClock } from './server-clock.js';

const SUBPROTOCOL = 'videostream.v1';
const CONNECT_TIMEOUT_MS = 10_000;
const PROBLEM_TIMEOUT_MS = 3_000;
const PING_INTERVAL_MS = 2_000;
// The server sends something every second, so a connection that stays silent for this many pings is dead. Counted in pings and not
// in seconds: timers of a hidden page run as rarely as once a minute, and after a freeze they run before the messages that came.
const SILENT_PINGS = 3;
// Over a slow link the first frame may take longer, and everything waits behind it. So each try without one waits longer.
const MOST_SILENT_PINGS = 24;
// The page is still loading during the first pings, which makes their round trips long. These soon give better samples.
const EARLY_PINGS_MS = [0, 200, 500, 1_000];
const POLICY_VIOLATION = 1008;

/** A WebSocket to the service that reconnects after each loss and estimates the server's clock. */
export class Connection {
  clock = new ServerClock();
  #listener;
  #retries = new RetrySchedule();
  #handshake = new FailedHandshake(this.#retries);
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  #timers = new Set();
  /** @type {AbortController|null} */
  #inquiry = null;
  #silentPings = 0;
  #mostSilentPings = SILENT_PINGS;
  #hasFrame = false;
  #wanted = false;
  #idle = true;

  /** @param {ConnectionListener} listener */
  constructor(listener) { this.#listener = listener; }

  /** Connects, or replaces the connection. Reconnects after each loss, until `close`. */
  open() {
    this.#wanted = true;
    this.#retries.reset();
    this.#open();
  }

  close() {
    this.#wanted = false;
    this.#drop();
  }

  /** Tries at once, if it waits for the next try or has given up. */
  retry() {
    if (this.#wanted && this.#idle)
      this.#open();
  }

  /** The service has admitted this client: the next retry starts with the shortest wait. */
  admitted() {
    this.#retries.reset();
    this.#handshake.reset();
  }

  /**
   * @param {object} message sent as JSON
   * @returns {boolean} false if there is no open connection
   */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN)
      return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #open() {
    this.#drop();
    this.#idle = false;
    this.#listener.state({ state: 'connecting' });
    // A listener may have closed or reopened it.
    if (!this.#wanted || this.#socket !== null)
      return;
    const socket = this.#createSocket();
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#after(CONNECT_TIMEOUT_MS, () => { if (socket.readyState === WebSocket.CONNECTING) this.#failed(socket); });
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#opened(socket);
    };
    socket.onmessage = ({ data }) => this.#received(socket, data);
    socket.onclose = event => {
      if (opened)
        this.#lost(socket, event.reason || 'connection lost', event.code);
      else
        this.#failed(socket);
    };
  }

  /** @throws {SyntaxError} the address is none of a socket */
  #createSocket() {
    try {
      return new WebSocket(this.#listener.address(), SUBPROTOCOL);
    } catch (error) {
      this.close();
      this.#listener.state({ state: 'closed', reason: String(error) });
      throw error;
    }
  }

  /** @param {WebSocket} socket */
  #opened(socket) {
    this.#silentPings = 0;
    this.#hasFrame = false;
    const ping = () => this.send({ type: 'ping', t: performance.now() });
    for (const ms of EARLY_PINGS_MS)
      this.#after(ms, ping);
    this.#every(PING_INTERVAL_MS, () => {
      if (socket !== this.#socket)
        return;
      if (this.#silentPings++ < this.#mostSilentPings)
        ping();
      else
        this.#silent(socket);
    });
  }

  /** @param {WebSocket} socket */
  #silent(socket) {
    if (!this.#hasFrame)
      this.#mostSilentPings = Math.min(2 * this.#mostSilentPings, MOST_SILENT_PINGS);
    this.#lost(socket, 'the service fell silent');
  }

  /**
   * @param {WebSocket} socket
   * @param {string|ArrayBuffer} data
   */
  #received(socket, data) {
    if (socket !== this.#socket)
      return;
    this.#silentPings = 0;
    if (typeof data !== 'string') {
      this.#hasFrame = true;
      this.#mostSilentPings = SILENT_PINGS;
      this.#listener.binary(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === 'pong')
      this.clock.sample(message.t, message.server_time_us);
    else
      this.#listener.text(message);
  }

  /**
   * @param {WebSocket} socket
   * @param {string} reason
   * @param {number} [code]
   */
  #lost(socket, reason, code) {
    if (!this.#end(socket))
      return;
    const full = code === POLICY_VIOLATION && /too many clients/i.test(reason);
    this.#wait({ state: full ? 'full' : 'waiting', reason, retryMs: full ? this.#retries.full() : this.#retries.lost() });
  }

  /** @param {WebSocket} socket a socket that did not open */
  async #failed(socket) {
    if (!this.#end(socket))
      return;
    const inquiry = this.#inquiry = new AbortController();
    this.#after(PROBLEM_TIMEOUT_MS, () => inquiry.abort());
    const answer = await readHandshakeProblem(this.#listener.address(), inquiry.signal);
    // Another try, or the end, came first.
    if (this.#inquiry === inquiry)
      this.#wait(this.#handshake.explain(answer));
  }

  /** @param {WebSocket} socket */
  #end(socket) {
    if (socket !== this.#socket)
      return false;
    this.#drop();
    return this.#wanted;
  }

  /** @param {any} detail */
  #wait(detail) {
    this.#drop();
    this.#idle = true;
    if (detail.retryMs !== undefined)
      this.#after(detail.retryMs, () => this.#open());
    this.#listener.state(detail);
  }

  #drop() {
    for (const timer of this.#timers)
      clearInterval(timer);
    this.#timers.clear();
    this.#inquiry?.abort();
    this.#inquiry = null;
    const socket = this.#socket;
    this.#socket = null;
    this.#listener.dropped();
    socket?.close();
  }

  /**
   * @param {number} ms
   * @param {function(): void} action
   */
  #after(ms, action) { this.#timers.add(setTimeout(action, ms)); }

  /**
   * @param {number} ms
   * @param {function(): void} action
   */
  #every(ms, action) { this.#timers.add(setInterval(action, ms)); }
}

/**
 * @typedef {object} ConnectionListener
 * @property {function(): URL} address gives the address, before each connection
 * @property {function(import('./types.js').StateDetail): void} state gets `connecting`, `waiting`, `full` and `refused`
 * @property {function(any): void} text gets the service's messages
 * @property {function(ArrayBuffer): void} binary
 * @property {function(): void} dropped is called when a connection has ended, more than once also
 */
