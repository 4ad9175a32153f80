// A key that is held moves, zooms or changes the quality on and on, and does everything else once.
const REPEATED = /^(Arrow.*|[-+=[\]])$/;

let actions = {};
addEventListener('keydown', pressed);

/**
 * Says what keys do from now on. None does anything while a field has the focus, or with a modifier other than Shift.
 *
 * @param {Object<string, function(): void>} next by the key's `event.key`, in lower case
 */
export function useKeys(next) { actions = next; }

function pressed(event) {
  // On some keyboards brackets need AltGr, which some systems report as Ctrl and Alt.
  const isModified = event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'));
  if (isModified || event.target.closest?.('select, input, textarea, dialog'))
    return;
  // A focused button has Space and Enter for itself.
  if (event.target.closest?.('button') && (event.key === ' ' || event.key === 'Enter'))
    return;
  const action = actions[event.key.toLowerCase()];
  if (action === undefined || (event.repeat && !REPEATED.test(event.key)))
    return;
  event.preventDefault();
  action();
}
