import { element, make } from './elements.js';

const RETRY_MS = 2_000;

/** Shows the MJPEG stream where WebSockets are blocked, as some proxies do, although the service answers. */
export class Fallback {
  #query;
  #image = null;

  /** @param {function(): URLSearchParams} query gives the camera and the settings */
  constructor(query) {
    this.#query = query;
    // A hidden page gets no frames.
    document.addEventListener('visibilitychange', () => this.#load());
  }

  get isShown() { return this.#image !== null; }

  /** @param {{state: string, blocked?: boolean}} connection its new state: blocked if the service answers, and would open the socket */
  follow({ state, blocked = false }) {
    // Between two tries it connects, which says nothing.
    if (state === 'connecting')
      return;
    if (!blocked)
      this.end();
    else if (this.isShown)
      // No browser says that a stream of pictures has ended, as when the service has started anew. Its last picture would stand still.
      this.#load();
    else
      this.#begin();
  }

  end() {
    // Without an address the browser ends the request.
    this.#image?.removeAttribute('src');
    this.#image?.remove();
    this.#image = null;
    element('picture').hidden = false;
  }

  #begin() {
    const image = this.#image = make('img', { id: 'fallback', alt: 'Live picture' });
    image.addEventListener('error', () => setTimeout(() => { if (this.#image === image) this.#load(); }, RETRY_MS));
    this.#load();
    element('picture').hidden = true;
    element('box').append(this.#image);
  }

  #load() {
    if (document.visibilityState === 'hidden')
      this.#image?.removeAttribute('src');
    else
      this.#image?.setAttribute('src', `video_feed?${this.#query()}`);
  }
}
