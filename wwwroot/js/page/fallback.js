import { element, make } from './elements.js';

/** Shows the MJPEG stream where WebSockets are blocked, as some proxies do, although the service answers. */
export class Fallback {
  #camera;
  #image = null;

  /** @param {function(): string} camera the camera's name; empty for the service's first */
  constructor(camera) { this.#camera = camera; }

  get isShown() { return this.#image !== null; }

  /** @param {{state: string, blocked?: boolean}} connection its new state: blocked if the service answers, and would open the socket */
  follow({ state, blocked = false }) {
    if (state === 'open')
      this.#end();
    if (!blocked || this.isShown)
      return;
    const query = this.#camera() ? `?camera=${encodeURIComponent(this.#camera())}` : '';
    this.#image = make('img', { id: 'fallback', alt: 'Live picture', src: `video_feed${query}` });
    element('picture').hidden = true;
    element('box').append(this.#image);
  }

  #end() {
    // Without an address the browser ends the request.
    this.#image?.removeAttribute('src');
    this.#image?.remove();
    this.#image = null;
    element('picture').hidden = false;
  }
}
