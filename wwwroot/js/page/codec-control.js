import { findH264Support } from '../client/h264-support.js';
import { element, write } from './elements.js';
import { codecName, codecProblem } from './words.js';

/** The choice of the codec, the codec that is sent, and why H.264 can't be chosen where it can't. */
export class CodecControl {
  #client;
  #problem = null;

  /** @param {VideoStreamClient} client */
  constructor(client) {
    this.#client = client;
    // A page that wants JPEG has a client that need not know.
    findH264Support().then(({ problem, isUnsure }) => {
      if (isUnsure)
        return;
      this.#problem = problem;
      element('codec').querySelector('[value=h264]').disabled = problem !== null;
      this.#showProblem();
    });
  }

  /** @param {object} settings in effect */
  show({ codec = 'jpeg' }) {
    const requested = this.#client.codec, { statistics } = this.#client;
    if (element('codec').value !== requested)
      element('codec').value = requested;
    write(element('codec-sent'), requested === codec ? '' : codecName(codec, statistics));
    this.#showProblem();
  }

  #showProblem() {
    const text = codecProblem(this.#client.statistics.codecProblem ?? this.#problem);
    write(element('codec-problem'), text);
    element('codec-problem').hidden = text === '';
  }
}
