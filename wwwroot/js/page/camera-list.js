import { element, make } from './elements.js';

const THUMBNAIL = 'snapshot.jpg?resize=192x108&camera=';
const KINDS = { live: 'live', lost: 'bad', stalled: 'bad' };

/** The service's cameras. A menu of them opens below the pill. */
export class CameraList {
  #select;
  #cameras = [];

  /** @param {function(string): void} select shows another camera */
  constructor(select) {
    this.#select = select;
    element('pill').addEventListener('click', () => this.isOpen ? this.close() : this.open());
    document.addEventListener('pointerdown', ({ target }) => {
      if (!element('top').contains(target))
        this.close();
    });
  }

  get isOpen() { return !element('cameras').hidden; }

  /** @returns {string[]} the cameras' names, in the service's order */
  get names() { return this.#cameras.map(({ name }) => name); }

  /**
   * @param {string} name the camera's name
   * @returns {string} what is shown as its name
   */
  titleOf(name) { return this.#cameras.find(camera => camera.name === name)?.title ?? name; }

  /** Asks the service for its cameras. */
  async load() {
    const response = await fetch('api/v1/cameras', { signal: AbortSignal.timeout(10_000) });
    this.#cameras = response.ok ? await response.json() : [];
    element('grid').hidden = this.#cameras.length < 2;
  }

  async open() {
    // The states may have changed since.
    await this.load().catch(() => { /* The list of before is shown. */ });
    // Also for one: the page may show a camera that does not exist.
    if (this.#cameras.length === 0)
      return;
    element('cameras').replaceChildren(...this.#cameras.map(camera => this.#item(camera)));
    this.#setOpen(true);
    element('cameras').querySelector('button').focus();
  }

  close() {
    if (!this.isOpen)
      return;
    const hadFocus = element('cameras').contains(document.activeElement);
    this.#setOpen(false);
    if (hadFocus)
      element('pill').focus();
    element('cameras').replaceChildren();
  }

  #setOpen(isOpen) {
    element('cameras').hidden = !isOpen;
    element('pill').setAttribute('aria-expanded', isOpen);
  }

  // A picture only of a camera that is live: a list must not open a camera.
  #item({ name, title, state }) {
    const dot = make('span', { className: 'dot' });
    dot.dataset.kind = KINDS[state] ?? '';
    const picture = state === 'live' ? [make('img', { src: THUMBNAIL + encodeURIComponent(name), alt: '' })] : [];
    const button = make('button', { type: 'button' }, ...picture, dot, title, make('small', { text: state }));
    button.addEventListener('click', () => {
      this.close();
      this.#select(name);
    });
    return button;
  }
}
