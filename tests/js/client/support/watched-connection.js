import { Connection } from '../../../../wwwroot/js/client/connection.js';
import { FakeSocket } from './fake-socket.js';
import { settle } from './fake-screen.js';

/** A connection with all that it tells its listener, and a service that answers requests without upgrade. */
export class WatchedConnection {
  states = [];
  texts = [];
  binaries = [];
  /** What was asked without upgrade. */
  asked = [];
  onState = () => {};
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  connection = new Connection({
    address: () => new URL('ws://host/ws/video_feed?quality=60'),
    state: detail => {
      this.states.push(detail);
      this.onState(detail);
    },
    text: message => this.texts.push(message),
    binary: data => this.binaries.push(data),
    dropped: () => {},
  });

  constructor() {
    FakeSocket.install();
    globalThis.fetch = (url, options) => {
      this.asked.push({ url: String(url), signal: options.signal });
      return this.answer(options);
    };
  }

  get state() { return this.states.at(-1); }
}

/** The newest socket does not open. */
export async function fail() {
  FakeSocket.last.end();
  await settle();
}

/** An answer with a problem document. */
export function problem(status, detail, headers = {}, more = {}) {
  return () => Promise.resolve(new Response(
    JSON.stringify({ status, detail, ...more }), { status, headers: { 'content-type': 'application/problem+json', ...headers } }));
}
