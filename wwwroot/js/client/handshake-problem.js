const PROBLEM_TYPE = 'application/problem+json';
const UPGRADE_REQUIRED = 426;

/**
 * Finds out why a socket could not be opened. A browser does not tell a page, so this gets the same address without upgrade, and the
 * service answers with what would have refused the socket.
 *
 * @param {URL} address of the socket
 * @param {AbortSignal} signal ends the request
 * @returns {Promise<HandshakeAnswer>}
 */
export async function readHandshakeProblem(address, signal) {
  const url = new URL(address);
  url.protocol = url.protocol.replace('ws', 'http');
  try {
    const response = await fetch(url, { cache: 'no-store', headers: { accept: PROBLEM_TYPE }, signal });
    const retryAfterMs = readRetryAfter(response);
    if (response.headers.get('content-type')?.startsWith(PROBLEM_TYPE))
      return { status: response.status, problem: await response.json(), retryAfterMs };
    // What is no problem document may be long, or never end.
    response.body?.cancel().catch(() => {});
    return { status: response.status, problem: null, retryAfterMs };
  } catch {
    // Nothing answers, or not in time, or the service does not let pages of this site read the answer.
    return { status: 0, problem: null, retryAfterMs: 0 };
  }
}

/**
 * @param {HandshakeAnswer} answer
 * @returns {boolean} whether the service is there and would have opened the socket: something on the way does not pass sockets on, or
 * the service has just started
 */
export function wouldUpgrade({ status }) { return status === UPGRADE_REQUIRED; }

/** @param {Response} response */
function readRetryAfter(response) {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? seconds * 1_000 : 0;
}

/**
 * @typedef {object} HandshakeAnswer
 * @property {number} status of the HTTP answer; 0 without one
 * @property {import('./types.js').Problem|null} problem
 * @property {number} retryAfterMs 0 if the service does not say when to try again
 */
