const BAD_REQUEST = 400, UNAUTHORIZED = 401, FORBIDDEN = 403;

/**
 * Whether what the page's address asks for is wrong, or not allowed: a camera that there is not, a number out of range.
 *
 * @param {Problem|undefined} problem the service's answer, if it was a refusal
 */
export function isWrongAddress(problem) {
  return problem?.status === BAD_REQUEST && problem.code !== 'host_not_allowed'
    || problem?.status === FORBIDDEN && problem.code === 'forbidden' && problem.parameter !== undefined;
}

/** Whether a login is needed. Then the page asks for a key. */
export function needsLogin(problem) { return problem?.status === UNAUTHORIZED; }

/** Whether the service lets this viewer see nothing, or nothing more. */
export function endsAccess(problem) { return problem?.status === UNAUTHORIZED || problem?.status === FORBIDDEN; }
