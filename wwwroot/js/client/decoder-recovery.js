// The service limits them too.
const REQUEST_INTERVAL_MS = 1_000;
const FAILURES = 3;
const FAILURES_WITHIN_MS = 60_000;

/** Decides what helps a decoder that lacks a key frame, or has failed. */
export class DecoderRecovery {
  // When it failed, by the clock of the caller.
  /** @type {number[]} */
  #failedMs = [];
  #requestedMs = -Infinity;

  /** Failures since the client was created. */
  failures = 0;

  /**
   * @param {boolean} hasFailed whether the decoder has failed; else it only lacks a key frame
   * @param {number} nowMs
   * @returns {'request'|'wait'|'fallback'} request: of a key frame; wait: for the one that was requested; fallback: to another codec
   */
  next(hasFailed, nowMs) {
    if (hasFailed && this.#hasFailedOften(nowMs))
      return 'fallback';
    if (nowMs - this.#requestedMs < REQUEST_INTERVAL_MS)
      return 'wait';
    this.#requestedMs = nowMs;
    return 'request';
  }

  /** @param {number} nowMs */
  #hasFailedOften(nowMs) {
    this.failures++;
    this.#failedMs = [...this.#failedMs.filter(atMs => nowMs - atMs < FAILURES_WITHIN_MS), nowMs];
    if (this.#failedMs.length < FAILURES)
      return false;
    this.#failedMs = [];
    return true;
  }
}
