import { addressWith, NO_CHOICES } from './choices.js';
import { element, write } from './elements.js';
import { secondsUntil, timeZone } from './words.js';

/** The card in the middle, which says why there is no live picture, and when the next try is. */
export class Card {
  /** @param {function(): void} retry tries at once */
  constructor(retry) {
    element('retry').addEventListener('click', retry);
    element('defaults').addEventListener('click', () => { location.href = addressWith(NO_CHOICES); });
    element('card-title').title = timeZone();
  }

  /**
   * @param {{title: string, text: string}|null} card null hides it
   * @param {{atMs: number, canRetry: boolean}|null} next when the next try is, by `performance.now()`, and whether the page makes it
   * @param {boolean} isWrongAddress whether the page's address asks for what there is not
   */
  show(card, next, isWrongAddress) {
    element('card').hidden = card === null;
    if (card === null)
      return;
    write(element('card-title'), card.title);
    write(element('card-text'), card.text ?? '');
    element('card-text').hidden = !card.text;
    element('card-retry').hidden = next === null;
    element('card-defaults').hidden = !isWrongAddress;
    if (next === null)
      return;
    const seconds = secondsUntil(next.atMs);
    write(element('countdown'), seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again');
    element('retry').hidden = !next.canRetry;
  }
}
