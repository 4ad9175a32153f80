/**
 * Calls an action for a key. Not while a field has the focus, and not with a modifier other than Shift.
 *
 * @param {Object<string, function(KeyboardEvent): void>} actions by the key's `event.key`, in lower case
 */
export function onKeys(actions) {
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.('select, input, textarea, dialog'))
      return;
    // A focused button has Space and Enter for itself.
    if (event.target.closest?.('button') && (event.key === ' ' || event.key === 'Enter'))
      return;
    const action = actions[event.key.toLowerCase()];
    if (action === undefined)
      return;
    event.preventDefault();
    action(event);
  });
}
