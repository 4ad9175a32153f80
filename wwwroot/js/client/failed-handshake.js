import { wouldUpgrade } from './handshake-problem.js';

const BAD_REQUEST = 400;
// An ended link stays so.
const ENDED_LINK = ['wrong_link', 'expired_link', 'revoked_link'];
// This depends on the service's settings, and not on the request alone.
const HOST_NOT_ALLOWED = 'host_not_allowed';
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
        retryMs: ENDED_LINK.includes(/** @type {string} */ (problem.code))
          ? undefined
          : this.#retries.refused(retryAfterMs, isWrong(status, problem)),
        problem,
      };
    const reason = 'the service does not answer' + (status === 0 ? '' : ` (HTTP status ${status})`);
    return { state: 'waiting', reason, retryMs: this.#retries.lost() };
  }
}

/**
 * Whether the request has to change. But a camera that is gone may be put back, and what could not be encoded may be.
 *
 * @param {number} status
 * @param {import('./types.js').Problem} problem
 */
function isWrong(status, { code }) { return status === BAD_REQUEST && code !== HOST_NOT_ALLOWED; }
