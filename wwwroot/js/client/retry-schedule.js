const FIRST_MS = 500;
const LONGEST_MS = 15_000;
// A place that is free is taken within 2.5 s, by a page that was reloaded much sooner: its own old place may be just about to be free.
const FULL_MS = 2_000;
const FIRST_FULL_MS = 400;
// Somebody has to change the service's settings before the next try succeeds.
const REFUSED_MS = 10_000;
const LONGEST_REFUSED_MS = 60_000;

/**
 * Decides how long to wait before the next try. With jitter: pages that lost the same service, or wait for the same place, must not all
 * return at the same moment.
 */
export class RetrySchedule {
  #losses = 0;
  #fulls = 0;

  /** The service has admitted this client: the next wait is the shortest. */
  reset() { this.#losses = this.#fulls = 0; }

  /** @returns {number} milliseconds to wait after a loss, longer each time */
  lost() { return jitter(Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#losses++), 0.5, 1.5); }

  /** @returns {number} milliseconds to wait for a place */
  full() { return jitter(this.#fulls++ === 0 ? FIRST_FULL_MS : FULL_MS, 0.75, 1.05); }

  /**
   * @param {number} retryAfterMs what the service asked for, or 0
   * @param {boolean} [isWrong] whether the request is wrong, which seldom passes by itself
   * @returns {number} milliseconds to wait after a refusal
   */
  refused(retryAfterMs, isWrong = false) {
    return jitter(Math.min(retryAfterMs || (isWrong ? LONGEST_REFUSED_MS : REFUSED_MS), LONGEST_REFUSED_MS), 1, 1.5);
  }
}

/**
 * @param {number} ms
 * @param {number} from
 * @param {number} to
 */
function jitter(ms, from, to) { return Math.round(ms * (from + Math.random() * (to - from))); }
