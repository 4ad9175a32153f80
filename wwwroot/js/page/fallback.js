import { element, make } from './elements.js';

const FAILURES = 3;

/** Shows the MJPEG stream where WebSockets are blocked, as some proxies do, although the service answers. */
export class Fallback {
  #camera;
  #failures = 0;
  #image = null;

  /** @param {function(): string} camera the camera's name; empty for the service's first */
  constructor(camera) { this.#camera = camera; }

  get isShown() { return this.#image !== null; }

  /** @param {string} state the connection's new state */
  async follow(state) {
    if (state === 'open')
      this.#end();
    if (state !== 'waiting' || ++this.#failures < FAILURES || this.isShown || !await answers())
      return;
    const query = this.#camera() ? `?camera=${encodeURIComponent(this.#camera())}` : '';
    this.#image = make('img', { id: 'fallback', alt: 'Live picture', src: `video_feed${query}` });
    element('picture').hidden = true;
    element('box').append(this.#image);
  }

  #end() {
    this.#failures = 0;
    // Without an address the browser ends the request.
    this.#image?.removeAttribute('src');
    this.#image?.remove();
    this.#image = null;
    element('picture').hidden = false;
  }
}

async function answers() {
  try {
    return (await fetch('healthz/live', { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}
