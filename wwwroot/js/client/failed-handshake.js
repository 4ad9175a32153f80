import { wouldUpgrade } from './handshake-problem.js';

const BAD_REQUEST = 400;
// This depends on the service's settings, and not on the request alone.
const HOST_NOT_ALLOWED = 'host_not_allowed';
const ENDED_LINK = ['wrong_link', 'expired_link', 'revoked_link'];
// A service that has just started answers the request after it did not answer the socket. Twice in a row is no such chance.
const BLOCKED_TRIES = 2;

/** Says in words why sockets don't open, and when to try again. */
export class FailedHandshake {
  #retries;
  #blockedTries = 0;

  /** @param {import('./retry-schedule.js').RetrySchedule} retries */
  constructor(retries) { this.#retries = retries; }

  /** A socket did open. */
  reset() { this.#blockedTries = 0; }

  /**
   * @param {import('./handshake-problem.js').HandshakeAnswer} answer of the service to the same request without upgrade
   * @returns {import('./types.js').StateDetail}
   */
  explain(answer) {
    const { status, problem, retryAfterMs } = answer;
    this.#blockedTries = wouldUpgrade(answer) ? this.#blockedTries + 1 : 0;
    if (this.#blockedTries >= BLOCKED_TRIES) {
      const reason = 'something between this page and the service blocks WebSockets';
      return { state: 'waiting', reason, retryMs: this.#retries.lost(), blocked: true };
    }
    if (wouldUpgrade(answer))
      return { state: 'waiting', reason: "the socket can't be opened", retryMs: this.#retries.lost() };
    if (problem !== null)
      return {
        state: 'refused',
        reason: problem.detail ?? problem.title ?? `status ${status}`,
        retryMs: isFinal(status, problem) ? undefined : this.#retries.refused(retryAfterMs),
        problem,
      };
    const reason = 'the service does not answer' + (status === 0 ? '' : ` (HTTP status ${status})`);
    return { state: 'waiting', reason, retryMs: this.#retries.lost() };
  }
}

/**
 * A request that is wrong stays wrong, and a link that has ended stays so.
 *
 * @param {number} status
 * @param {import('./types.js').Problem} problem
 */
function isFinal(status, { code }) {
  return status === BAD_REQUEST && code !== HOST_NOT_ALLOWED || ENDED_LINK.includes(/** @type {string} */ (code));
}
