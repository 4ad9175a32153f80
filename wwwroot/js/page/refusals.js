// What the page says where the service refuses something.

/**
 * Why the service refuses this page: in the page's words if it knows what helps, else in the service's.
 *
 * @param {Problem} problem
 * @returns {{title: string, text: string}}
 */
export function refusal({ code, title, detail, host, origin, parameter }) {
  switch (code) {
    case 'host_not_allowed': return notAllowed(`The server does not answer to the name ${host}.`, `${host} in Access:AllowedHosts`);
    case 'origin_not_allowed': return notAllowed(
      `The server does not let pages of ${origin} use it.`, `${origin} in Access:AllowedOrigins; a proxy in between has to report it`);
    case 'forbidden': return forbidden(title, detail, parameter);
    case 'missing_key': return { title: 'Login needed', text: 'The server shows its cameras only to those who have a key.' };
    default: return { title: title ?? 'Refused', text: sentence(detail) };
  }
}

// What a viewer may not do without the scope for it, by the setting's name.
const FORBIDDEN = {
  osd: 'turn the on-screen display on or off',
  quality: 'choose the quality',
  fps: 'have a higher rate',
  adaptive: 'choose whether the quality adapts',
  codec: 'choose the codec',
};

/**
 * That the viewer may not change a setting.
 *
 * @param {string} setting its name
 */
export function forbiddenSetting(setting) { return `With this ${holder()} you can't ${FORBIDDEN[setting] ?? `change ${setting}`}.`; }

/**
 * Why the service does not log in.
 *
 * @param {number} status of its answer
 * @param {Problem} problem
 * @param {string|null} retryAfter its header of that name, in seconds
 */
export function loginRefusal(status, { detail, title }, retryAfter) {
  if (status === 429)
    return `Too many wrong keys came from your address. Try again ${Number(retryAfter) > 0 ? `in ${Number(retryAfter)} s` : 'later'}.`;
  return sentence(detail ?? title ?? `The server refuses it (HTTP status ${status})`);
}

/** As a sentence: with a capital and a full stop. */
export function sentence(text) {
  if (!text)
    return '';
  // An address keeps its letters.
  const start = /^\p{L}+\s/u.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

function notAllowed(what, setting) {
  return { title: "This page's address is not allowed by the server", text: `${what} The person who runs it can allow ${setting}.` };
}

function forbidden(title, detail, parameter) {
  return {
    title: holder() === 'link' ? 'Not allowed with this link' : title,
    text: Object.hasOwn(FORBIDDEN, parameter) ? `${forbiddenSetting(parameter)} The page's address asks for it.` : sentence(detail),
  };
}

/** What lets this viewer in. The address of a link is its page's. */
function holder() { return /\/link\/[^/]+\/?$/.test(globalThis.location?.pathname ?? '') ? 'link' : 'key'; }
