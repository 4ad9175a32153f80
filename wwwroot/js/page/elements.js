/** @param {string} id @returns {HTMLElement} the element of the page with that id */
export function element(id) { return document.getElementById(id); }

/** Writes only a changed text: a screen reader reads every written text out again. */
export function write(target, text) {
  if (target.textContent !== text)
    target.textContent = text;
}

/** Sets only a changed attribute. */
export function attribute(target, name, value) {
  if (target.getAttribute(name) !== String(value))
    target.setAttribute(name, value);
}

/** Makes an element. Data gets into it as text only. */
export function make(tag, { text = '', ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text)
    made.textContent = text;
  made.append(...children);
  return made;
}

/** A name for screen readers, and a tooltip with the key. */
export function label(target, text) {
  const { key } = target.dataset;
  attribute(target, 'aria-label', text);
  attribute(target, 'title', key ? `${text} (${key})` : text);
}
