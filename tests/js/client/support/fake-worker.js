import { serveRendering } from '../../../../wwwroot/js/client/render-host.js';

/** A worker in the same thread: messages arrive later, in order, as structured clones would. */
export class FakeWorker {
  terminated = false;
  posted = [];

  /** @param {{serve?: boolean}} [options] serve: whether the script loads */
  constructor({ serve = true } = {}) {
    this.scope = { postMessage: data => queueMicrotask(() => this.terminated || this.onmessage?.({ data })), onmessage: null };
    if (serve)
      queueMicrotask(() => serveRendering(this.scope));
  }

  postMessage(data) {
    this.posted.push(data);
    queueMicrotask(() => this.terminated || this.scope.onmessage?.({ data }));
  }

  terminate() { this.terminated = true; }
}

/** What a worker's thread has and Node does not. */
export function installOffscreenCanvas(context = {}) {
  globalThis.OffscreenCanvas = class { getContext() { return context; } };
}
