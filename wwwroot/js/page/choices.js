// What the viewer chose, kept in the page's address: it survives a reload and can be sent to somebody else.
const NAMES = ['camera', 'quality', 'fps', 'resize', 'osd', 'adaptive', 'codec', 'view', 'ui'];

/** Removes all choices but the view, for `addressWith`. */
export const NO_CHOICES = Object.fromEntries(NAMES.filter(name => name !== 'view' && name !== 'ui').map(name => [name, null]));

/**
 * @param {string} search the query of the page's address
 * @returns {Object<string, string>} the choices by name; other parameters are left out
 */
export function readChoices(search = location.search) {
  const query = new URLSearchParams(search);
  return Object.fromEntries(NAMES.filter(name => query.has(name)).map(name => [name, query.get(name)]));
}

/**
 * Writes choices into the page's address without a new entry in its history.
 *
 * @param {Object<string, string|number|boolean|null>} choices null removes one
 */
export function writeChoices(choices) {
  const address = addressWith(choices);
  if (address !== location.href)
    history.replaceState(history.state, '', address);
}

/**
 * @param {Object<string, string|number|boolean|null>} choices null removes one
 * @param {string} href the address to start with
 * @returns {string} the address with the choices
 */
export function addressWith(choices, href = location.href) {
  const url = new URL(href);
  for (const [name, value] of Object.entries(choices)) {
    if (value === null)
      url.searchParams.delete(name);
    else
      url.searchParams.set(name, value);
  }
  return url.href;
}
