import { attribute, element, write } from './elements.js';
import { age } from './words.js';

const AGELESS = ['connecting', 'closed', 'disconnected', 'full', 'refused', 'plain stream'];

/** The pill at the top: state, camera and age of the picture. */
export class Pill {
  /**
   * @param {{kind: string, label: string}} situation what is to be said
   * @param {number|null} ageMs the picture's age in milliseconds
   * @param {string} camera what is shown as the camera's name
   */
  show({ kind, label }, ageMs, camera) {
    attribute(document.body, 'data-kind', kind);
    write(element('name'), camera);
    write(element('state'), label);
    write(element('age'), AGELESS.includes(label) ? '' : age(ageMs));
    write(document.querySelector('title'), camera ? `${camera} – ${label === 'live' ? '' : `${label} – `}VideoStream` : 'VideoStream');
  }
}
