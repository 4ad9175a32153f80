import { mock } from 'node:test';
import { VideoStreamClient } from '../../../../wwwroot/js/video-stream-client.js';
import { FakePage } from './fake-page.js';
import { FakeScreen, settle } from './fake-screen.js';
import { FakeSocket } from './fake-socket.js';
import { FakeWorker, installOffscreenCanvas } from './fake-worker.js';
import { frame } from './jpegs.js';

mock.method(Math, 'random', () => 0.5);
globalThis.Worker = class extends FakeWorker {};
installOffscreenCanvas();

const EVENTS = ['state', 'frame', 'hello', 'config', 'stats', 'camera', 'error'];

/** A page with clients, and all that they tell. */
export class WatchedClients {
  page = new FakePage().install();
  screen = new FakeScreen().install();
  #events = [];

  constructor() {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    FakeSocket.install();
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  }

  create(settings = { canvas: null }, url = undefined) {
    const client = new VideoStreamClient(url, settings);
    for (const type of EVENTS)
      client.addEventListener(type, ({ detail }) => this.#events.push({ type, detail }));
    return client;
  }

  /** Creates one that is admitted. */
  watch(settings) {
    const client = this.create(settings);
    client.connect();
    FakeSocket.last.hello();
    return client;
  }

  /** The details of all events of a type. */
  of(type) { return this.#events.filter(event => event.type === type).map(({ detail }) => detail); }
}

/** The frames that the newest socket has acknowledged. */
export function acks(socket = FakeSocket.last) { return socket.sentOf('ack').map(({ seq }) => seq); }

/** What the newest socket was commanded. */
export function commands(socket = FakeSocket.last) { return socket.sentOf('command').map(({ action }) => action); }

export async function receive(...seqs) {
  for (const seq of seqs)
    FakeSocket.last.receive(frame(seq));
  await settle();
}
