import { makeAddress } from './settings.js';

// Settings that a new connection requests again: name in the query, name in the server's `config`.
const REMEMBERED = { quality: 'requested_quality', fps: 'fps', osd: 'osd', resize: 'resize', adaptive: 'adaptive' };

/** What the next connection requests. */
export class RequestedSettings {
  #url;
  #query;

  /**
   * @param {string|URL|null|undefined} url the socket's address; default: this page's service
   * @param {Record<string, unknown>} query
   */
  constructor(url, query) {
    this.#url = new URL(url ?? 'ws/video_feed', globalThis.document?.baseURI);
    this.#url.protocol = this.#url.protocol.replace('http', 'ws');
    this.#query = query;
  }

  /** @param {string|undefined} codec */
  address(codec) { return makeAddress(this.#url, { ...this.#query, codec }); }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) { this.#query[name] = value; }

  /**
   * Only confirmed settings are requested again: a value that the server refused would get the next connection refused.
   *
   * @param {import('./types.js').ConfigMessage} config
   */
  confirm(config) {
    for (const [name, confirmed] of Object.entries(REMEMBERED))
      this.#query[name] = config[confirmed];
  }
}
