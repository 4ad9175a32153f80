const DEFAULT_CANVAS = '#video-canvas';

/**
 * @param {URL} url the socket's address
 * @param {Record<string, unknown>} settings undefined and null ones are left out
 * @returns {URL} the address with the settings in its query
 */
export function makeAddress(url, settings) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(settings))
    if (value !== undefined && value !== null)
      address.searchParams.set(name, toText(value));
  return address;
}

/**
 * @param {HTMLCanvasElement|string|null} [canvas] an element, a selector, or null for none; default: the page's `#video-canvas`
 * @returns {HTMLCanvasElement|null}
 * @throws {TypeError} it is no canvas
 */
export function findCanvas(canvas) {
  const element = canvas === undefined ? find(DEFAULT_CANVAS) : typeof canvas === 'string' ? find(canvas) : canvas;
  if (element === null ? typeof canvas === 'string' : typeof element.getContext !== 'function')
    throw new TypeError(`no canvas: ${canvas}`);
  return element;
}

/**
 * @param {string} selector
 * @returns {HTMLCanvasElement|null}
 */
function find(selector) { return globalThis.document?.querySelector(selector) ?? null; }

/** @param {any} value */
function toText(value) { return value.width && value.height ? `${value.width}x${value.height}` : String(value); }
