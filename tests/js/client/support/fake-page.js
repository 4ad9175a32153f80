/** The document and window of a page, as far as the client knows them. */
export class FakePage extends EventTarget {
  visibilityState = 'visible';
  canvases = new Map();
  #window = new EventTarget();

  constructor(baseURI = 'http://host:8000/cam1/') {
    super();
    this.baseURI = baseURI;
  }

  install() {
    globalThis.document = this;
    for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'])
      globalThis[name] = this.#window[name].bind(this.#window);
    return this;
  }

  querySelector(selector) { return this.canvases.get(selector) ?? null; }

  hide(hidden) {
    this.visibilityState = hidden ? 'hidden' : 'visible';
    this.dispatchEvent(new Event('visibilitychange'));
  }

  fire(type, properties = {}) { this.#window.dispatchEvent(Object.assign(new Event(type), properties)); }
}
