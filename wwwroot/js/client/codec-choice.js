import { CodecReturn } from './codec-return.js';
import { DecoderRecovery } from './decoder-recovery.js';
import { findH264Support } from './h264-support.js';

/**
 * The codec that a client asks for: the one that its page wants, as far as this browser can decode it. A page that wants nothing asks for
 * nothing, and gets JPEG.
 */
export class CodecChoice {
  #listener;
  #isForHidden;
  /** @type {Codec|undefined} */
  #wanted;
  // The last one that the service has accepted. A new one may still be refused.
  /** @type {Codec|undefined} */
  #confirmed;
  /** @type {import('./h264-support.js').H264Support|null} */
  #support = null;
  #hasFailed = false;
  // Whether the service does not know yet what was asked for last.
  #isUnsent = false;
  #recovery = new DecoderRecovery();
  #return = new CodecReturn();

  /**
   * @param {Codec|undefined} wanted
   * @param {boolean} isForHidden whether frames are drawn while the page is hidden, too
   * @param {ChoiceListener} listener
   */
  constructor(wanted, isForHidden, listener) {
    this.#wanted = this.#confirmed = wanted;
    this.#isForHidden = isForHidden;
    this.#listener = listener;
  }

  /** What the page wants, and the service has not refused; `jpeg` if it wants nothing. */
  get requested() { return this.#confirmed ?? 'jpeg'; }

  /** What the service is asked for; undefined: nothing. */
  get asked() { return this.#problem !== null && needsH264(this.#wanted) ? 'jpeg' : this.#wanted; }

  get statistics() {
    return { codecProblem: this.#problem, decoder: this.#support?.decoder ?? null, decoderFailures: this.#recovery.failures };
  }

  /** @param {Codec} codec asks the service for it */
  change(codec) {
    this.#wanted = codec;
    // A person may try again what has failed.
    this.#hasFailed = false;
    this.whenKnown(() => this.#ask());
  }

  /** @param {function(): void} action at once, or when it is clear whether this browser can decode what is wanted */
  whenKnown(action) {
    if ((this.#support !== null && !this.#support.isUnsure) || !needsH264(this.#wanted))
      action();
    else
      findH264Support(this.#isForHidden).then(support => {
        this.#support = support;
        this.#listener.supported(support);
        action();
      });
  }

  /** A connection is there. What was asked for while it opened is asked for now. */
  tell() {
    if (this.#isUnsent)
      this.#ask();
  }

  /** @param {string} codec the one that comes, once a second */
  measured(codec) {
    const isUnable = this.#support !== null && this.#support.problem !== null && !this.#support.isUnsure;
    // A service that refuses what was wanted alone would leave nothing.
    if (this.#wanted !== 'auto' || isUnable || !this.#return.isDue(codec, performance.now()))
      return;
    this.#hasFailed = false;
    this.whenKnown(() => this.#ask());
  }

  /** @param {string} codec the one in effect, from the service's settings */
  confirm(codec) {
    if (this.asked === 'auto' || this.asked === codec)
      this.#confirmed = this.#wanted;
  }

  /** The service has refused the new one: the one before it stays. */
  refuse() { this.#wanted = this.#confirmed; }

  /**
   * Asks the service for what helps a decoder that needs a key frame.
   *
   * @param {boolean} hasFailed whether the decoder has failed; else it only lacks earlier frames
   */
  recover(hasFailed) {
    // What still comes after a fallback.
    if (this.asked === 'jpeg')
      return;
    switch (this.#recovery.next(hasFailed, performance.now())) {
      case 'request': this.#listener.send({ type: 'command', action: 'request_key_frame' }); break;
      case 'fallback':
        this.#hasFailed = true;
        this.#ask();
        break;
    }
  }

  #ask() { this.#isUnsent = !this.#listener.send({ type: 'command', action: 'set_codec', value: this.asked }); }

  /** @returns {import('./types.js').CodecProblem|null} */
  get #problem() { return this.#support?.problem ?? (this.#hasFailed ? 'failed' : null); }
}

/** @param {string|undefined} codec */
function needsH264(codec) { return codec === 'auto' || codec === 'h264'; }

/**
 * @typedef {import('./types.js').Codec} Codec
 */

/**
 * @typedef {object} ChoiceListener
 * @property {function(object): boolean} send sends a message to the service; false if there is no open connection
 * @property {function(import('./h264-support.js').H264Support): void} supported gets to know how this browser decodes H.264, before it
 * comes
 */
