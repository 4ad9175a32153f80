import { ServerClock } from './server-clock.js';

const SUBPROTOCOL = 'videostream.v1';
const CONNECT_TIMEOUT_MS = 10_000;
const PING_INTERVAL_MS = 2_000;
// The server sends something every second, so a connection that stays silent for this many pings is dead. Counted in pings and not
// in seconds: timers of a hidden page run as rarely as once a minute, and after a freeze they run before the messages that came.
const SILENT_PINGS = 3;
// The page is still loading during the first pings, which makes their round trips long. These soon give better samples.
const EARLY_PINGS_MS = [0, 200, 500, 1_000];
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
// A place that is free is taken within 2.5 s, by a page that was reloaded much sooner: its own old place may be just about to be free.
const FULL_RETRY_MS = 2_000;
const FIRST_FULL_RETRY_MS = 400;
const POLICY_VIOLATION = 1008;

/** A WebSocket to the service that reconnects after each loss and estimates the server's clock. */
export class Connection {
  clock = new ServerClock();
  #listener;
  #socket = null;
  #attempts = 0;
  #refusals = 0;
  #timers = new Set();
  #silentPings = 0;
  #wanted = false;

  /**
   * @param {object} listener `address()` returns the URL, before each connection; `state({state, reason, retryMs})` gets `connecting`,
   * `waiting` and `full`; `text(message)` and `binary(data)` get the messages; `dropped()` is called when a connection has ended
   */
  constructor(listener) { this.#listener = listener; }

  /** Connects, or replaces the connection. Reconnects after each loss, until `close`. */
  open() {
    this.#wanted = true;
    this.#attempts = this.#refusals = 0;
    this.#open();
  }

  close() {
    this.#wanted = false;
    this.#drop();
  }

  /** The service has admitted this client: the next retry starts with the shortest wait. */
  admitted() { this.#attempts = this.#refusals = 0; }

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
    this.#listener.state({ state: 'connecting' });
    if (!this.#wanted)
      return;
    const socket = new WebSocket(this.#listener.address(), SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#after(CONNECT_TIMEOUT_MS, () => { if (socket.readyState === WebSocket.CONNECTING) this.#lost(socket, 'no answer'); });
    // A page can't read why: the service is down, it refused the page's origin, or a proxy does not pass sockets on.
    let noReason = "the socket can't be opened";
    socket.onopen = () => {
      noReason = 'connection lost';
      this.#opened(socket);
    };
    socket.onmessage = ({ data }) => this.#received(socket, data);
    socket.onclose = event => this.#lost(socket, event.reason || noReason, event.code);
  }

  #opened(socket) {
    this.#silentPings = 0;
    const ping = () => this.send({ type: 'ping', t: performance.now() });
    for (const ms of EARLY_PINGS_MS)
      this.#after(ms, ping);
    this.#every(PING_INTERVAL_MS, () => {
      if (this.#silentPings++ >= SILENT_PINGS)
        this.#lost(socket, 'the service fell silent');
      else
        ping();
    });
  }

  #received(socket, data) {
    if (socket !== this.#socket)
      return;
    this.#silentPings = 0;
    if (typeof data !== 'string') {
      this.#listener.binary(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === 'pong')
      this.clock.sample(message.t, message.server_time_us);
    else
      this.#listener.text(message);
  }

  #lost(socket, reason, code) {
    if (socket !== this.#socket)
      return;
    this.#drop();
    if (!this.#wanted)
      return;
    const full = code === POLICY_VIOLATION && /too many clients/i.test(reason);
    const retryMs = Math.round(full ? this.#fullRetryMs() : this.#lostRetryMs());
    this.#after(retryMs, () => this.#open());
    this.#listener.state({ state: full ? 'full' : 'waiting', reason, retryMs });
  }

  // Jitter: pages that lost the same service, or wait for the same place, must not all return at the same moment.
  #lostRetryMs() { return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++) * (0.5 + Math.random()); }

  #fullRetryMs() { return (this.#refusals++ === 0 ? FIRST_FULL_RETRY_MS : FULL_RETRY_MS) * (0.75 + Math.random() * 0.3); }

  #drop() {
    for (const timer of this.#timers)
      clearInterval(timer);
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    this.#listener.dropped();
    socket?.close();
  }

  #after(ms, action) { this.#timers.add(setTimeout(action, ms)); }

  #every(ms, action) { this.#timers.add(setInterval(action, ms)); }
}
