import { makeAddress } from './settings.js';

// Settings that a new connection requests again: name in the query, name in the server's `config`.
const REMEMBERED = { quality: 'requested_quality', fps: 'fps', osd: 'osd', resize: 'resize', adaptive: 'adaptive' };

/** What the next connection requests. */
export class RequestedSettings {
  #url;
  #query;
  // Those of the query that were asked for, and those that were sent since, and may be refused yet.
  #asked;
  #sent = new Set();
  // Those that were set since the last address was made.
  /** @type {Record<string, unknown>} */
  #unsent = {};
  /** @type {Record<string, unknown>} */
  #confirmed = {};
  #mostFps = Infinity;

  /**
   * @param {string|URL|null|undefined} url the socket's address; default: this page's service
   * @param {Record<string, unknown>} query
   */
  constructor(url, query) {
    this.#url = new URL(url ?? 'ws/video_feed', globalThis.document?.baseURI);
    this.#url.protocol = this.#url.protocol.replace('http', 'ws');
    this.#query = query;
    this.#asked = new Set(Object.keys(query).filter(name => query[name] !== undefined));
  }

  /** @param {string|undefined} codec */
  address(codec) {
    this.#unsent = {};
    // As many as come need not be asked for. The service may send fewer by then, and a key for viewing may not ask for more.
    const fps = Number(this.#query.fps) >= this.#mostFps ? undefined : this.#query.fps;
    return makeAddress(this.#url, { ...this.#query, fps, codec });
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    this.#query[name] = value;
    this.#asked.add(name);
    if (name in REMEMBERED)
      this.#unsent[name] = value;
  }

  /** What was set while the connection opened, whose address does not have it: a message has to say so. */
  detachUnsent() {
    const unsent = this.#unsent;
    this.#unsent = {};
    return unsent;
  }

  /** @param {{fps: number}|undefined} limits of the service */
  limit(limits) { this.#mostFps = limits?.fps ?? Infinity; }

  /** @param {string} name a setting that was sent to the server, which may refuse it */
  sent(name) { this.#sent.add(name); }

  /** @param {string|undefined} name a setting that the server has refused */
  refuse(name) {
    if (name !== undefined && this.#sent.delete(name) && !this.#asked.has(name))
      delete this.#query[name];
  }

  /**
   * Only confirmed settings are requested again: a value that the server refused would get the next connection refused. And only what was
   * asked for: the others are the server's defaults, which may have changed by then.
   *
   * @param {import('./types.js').ConfigMessage} config
   */
  confirm(config) {
    for (const [name, field] of Object.entries(REMEMBERED)) {
      const value = config[field];
      if (this.#sent.has(name) && value !== this.#confirmed[name])
        this.#asked.add(name);
      if (this.#asked.has(name) || this.#sent.has(name))
        this.#query[name] = value;
      this.#confirmed[name] = value;
    }
  }
}
