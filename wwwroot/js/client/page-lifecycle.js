/**
 * Watches whether the page is hidden, left, shown again from the back/forward cache, or on the network again. Without a page, as in
 * Node, nothing of that happens.
 */
export class PageLifecycle {
  #listener;
  #watching = false;

  /** @param {LifecycleListener} listener */
  constructor(listener) { this.#listener = listener; }

  get isHidden() { return globalThis.document?.visibilityState === 'hidden'; }

  start() {
    if (this.#watching || !globalThis.document)
      return;
    this.#watching = true;
    document.addEventListener('visibilitychange', this.#visibilityChanged);
    addEventListener('pagehide', this.#left);
    addEventListener('pageshow', this.#shown);
    addEventListener('online', this.#online);
  }

  stop() {
    if (!this.#watching)
      return;
    this.#watching = false;
    document.removeEventListener('visibilitychange', this.#visibilityChanged);
    removeEventListener('pagehide', this.#left);
    removeEventListener('pageshow', this.#shown);
    removeEventListener('online', this.#online);
  }

  #visibilityChanged = () => this.#listener.visibility();

  #left = () => this.#listener.left();

  #online = () => this.#listener.online();

  // Any other page that is shown connects by itself.
  /** @param {PageTransitionEvent} event */
  #shown = ({ persisted }) => {
    if (persisted)
      this.#listener.restored();
  };
}

/**
 * @typedef {object} LifecycleListener
 * @property {function(): void} visibility the page was hidden, or is visible again
 * @property {function(): void} left the page is left; it may go into the back/forward cache
 * @property {function(): void} restored the page is shown again from the back/forward cache
 * @property {function(): void} online the machine is on the network again
 */
