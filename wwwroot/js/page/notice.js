import { element, write } from './elements.js';

const SHOWN_MS = 5_000;

/** A sentence that is shown for a few seconds. */
export class Notice {
  #timer;

  /** @param {string} text */
  show(text) {
    write(element('notice'), text);
    element('notice').hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { element('notice').hidden = true; }, SHOWN_MS);
  }
}
