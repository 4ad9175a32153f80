import { DecoderRecovery } from './decoder-recovery.js';
import { findH264Problem } from './h264-support.js';

/**
 * The codec that a client asks for: the one that its page wants, as far as this browser can decode it. A page that wants nothing asks for
 * nothing, and gets JPEG.
 */
export class CodecChoice {
  /** @type {Codec|undefined} */
  #wanted;
  // The last one that the service has accepted. A new one may still be refused.
  /** @type {Codec|undefined} */
  #confirmed;
  /** @type {import('./types.js').CodecProblem|null} */
  #problem = null;
  #isChecked = false;
  #recovery = new DecoderRecovery();

  /** @param {Codec|undefined} wanted */
  constructor(wanted) { this.#wanted = this.#confirmed = wanted; }

  /** What the page wants, and the service has not refused; `jpeg` if it wants nothing. */
  get requested() { return this.#confirmed ?? 'jpeg'; }

  /** What the service is asked for; undefined: nothing. */
  get asked() { return this.#problem !== null && needsH264(this.#wanted) ? 'jpeg' : this.#wanted; }

  /** The message that asks for it. */
  get message() { return { type: 'command', action: 'set_codec', value: this.asked }; }

  get statistics() { return { codecProblem: this.#problem, decoderFailures: this.#recovery.failures }; }

  /** @param {Codec} codec */
  want(codec) {
    this.#wanted = codec;
    // A person may try again what has failed.
    if (this.#problem === 'failed')
      this.#problem = null;
  }

  /** @returns {Promise<void>|null} a wait until `asked` is right; null: it is */
  check() {
    if (this.#isChecked || !needsH264(this.#wanted))
      return null;
    return findH264Problem().then(problem => {
      this.#isChecked = true;
      this.#problem = problem;
    });
  }

  /** @param {string} codec the one in effect, from the service's settings */
  confirm(codec) {
    if (this.asked === 'auto' || this.asked === codec)
      this.#confirmed = this.#wanted;
  }

  /** The service has refused the new one: the one before it stays. */
  refuse() { this.#wanted = this.#confirmed; }

  /**
   * Nothing can be decoded before the next key frame.
   *
   * @param {boolean} hasFailed whether the decoder has failed; else it only lacks earlier frames
   * @param {number} nowMs
   * @returns {object|null} a message for the service
   */
  lost(hasFailed, nowMs) {
    // What still comes after a fallback.
    if (this.asked === 'jpeg')
      return null;
    switch (this.#recovery.next(hasFailed, nowMs)) {
      case 'request': return { type: 'command', action: 'request_key_frame' };
      case 'fallback':
        this.#problem = 'failed';
        return this.message;
      default: return null;
    }
  }
}

/** @param {string|undefined} codec */
function needsH264(codec) { return codec === 'auto' || codec === 'h264'; }

/**
 * @typedef {import('./types.js').Codec} Codec
 */
