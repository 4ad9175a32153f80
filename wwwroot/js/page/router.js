import { addressWith, readChoices } from './choices.js';

/**
 * Shows the view that the page's address names. Moves between views without loading the page again, so that one view can stay until the
 * next one has a picture. The browser's back button works.
 */
export class Router {
  // Loaded when they are wanted: the first picture must not wait for the other view.
  #views = {
    single: once(async () => new (await import('./single-view.js')).SingleView(this)),
    grid: once(async () => new (await import('./grid-view.js')).GridView(this)),
  };
  #shown = null;
  #moves = 0;

  start() {
    addEventListener('popstate', () => this.#follow());
    return this.#follow();
  }

  /**
   * Moves to another view, as a new entry in the browser's history.
   *
   * @param {Object<string, string|null>} choices what changes in the address; null removes one
   */
  async go(choices) {
    const address = addressWith(choices);
    if (address === location.href)
      return;
    // If the service is away, its module may be missing. Then nothing changes.
    await this.#load(address);
    history.pushState({ isWithin: true }, '', address);
    await this.#follow();
  }

  /** Goes back to the view before; nowhere if the page was opened with this one. */
  back() {
    if (history.state?.isWithin)
      history.back();
  }

  #load(address) { return this.#views[readChoices(new URL(address).search).view === 'grid' ? 'grid' : 'single'](); }

  async #follow() {
    const move = ++this.#moves;
    const choices = readChoices();
    const view = await this.#load(location.href);
    // Another move came first.
    if (move !== this.#moves)
      return;
    const before = this.#shown;
    this.#shown = view;
    const standIn = before === view ? null : before?.hide(choices.camera);
    document.body.dataset.ui = choices.ui ?? '';
    view.show(choices, standIn ?? null);
  }
}

/** Creates it at the first call, and again if that failed. */
function once(create) {
  let created;
  return () => created ??= create().catch(error => {
    created = undefined;
    throw error;
  });
}
