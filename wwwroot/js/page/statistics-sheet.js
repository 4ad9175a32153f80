import { attribute, element } from './elements.js';
import { History } from './history.js';

/** Keeps the service's figures, and opens and closes the sheet that shows them. */
export class StatisticsSheet {
  #client;
  #history = new History();
  #stats = null;
  #panel = null;
  #trouble = '';

  /**
   * @param {VideoStreamClient} client whose figures they are
   * @param {function(): void} toggled the button was clicked
   */
  constructor(client, toggled) {
    this.#client = client;
    element('statistics-button').addEventListener('click', toggled);
  }

  /** @param {string} text what is wrong with the picture; empty if it is live */
  set trouble(text) {
    if (text === this.#trouble)
      return;
    this.#trouble = text;
    if (this.isOpen)
      this.#panel?.show();
  }

  /** Forgets the figures of another camera. */
  clear() {
    this.#history.clear();
    this.#stats = null;
  }

  get isOpen() { return !element('statistics').hidden; }

  /** Begins a new connection, which counts from zero. */
  begin() { this.#history.begin(); }

  /**
   * @param {object} stats the service's message
   * @param {number|null} ageMs of the shown picture
   */
  add(stats, ageMs) {
    this.#stats = stats;
    this.#history.add(stats, ageMs, performance.now());
    if (this.isOpen)
      this.#panel?.show();
  }

  close() { this.#setOpen(false); }

  // The plots are loaded when they are wanted: the first picture must not wait for them.
  async toggle() {
    this.#setOpen(!this.isOpen);
    if (!this.isOpen)
      return;
    const { StatisticsPanel } = await import('./statistics-panel.js').catch(error => {
      this.close();
      throw error;
    });
    this.#panel ??= new StatisticsPanel(element('statistics'), this.#history, () => ({
      stats: this.#stats, browser: this.#client.statistics, settings: this.#client.config, trouble: this.#trouble,
    }), () => this.close());
    this.#panel.show();
  }

  #setOpen(isOpen) {
    if (!isOpen && element('statistics').contains(document.activeElement))
      element('statistics-button').focus();
    element('statistics').hidden = !isOpen;
    attribute(element('statistics-button'), 'aria-expanded', isOpen);
  }
}
