const IDLE_MS = 3_000;
// A phone on its side has no room for controls, until it is touched.
const FLAT = '(max-height: 28rem) and (orientation: landscape)';
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'focusin', 'wheel'];

/**
 * Marks an element as idle after three seconds without pointer, touch or key, so that the controls can fade. Not while something in them
 * is open or has the keyboard's focus.
 *
 * @param {HTMLElement} element gets the class `idle`
 * @param {function(): boolean} isBusy whether the controls must stay
 */
export function fadeWhenIdle(element, isBusy) {
  let timer;
  const check = () => {
    if (isBusy())
      wake();
    else
      element.classList.add('idle');
  };
  const wake = () => {
    element.classList.remove('idle');
    clearTimeout(timer);
    timer = setTimeout(check, IDLE_MS);
  };
  for (const sign of SIGNS)
    addEventListener(sign, wake, { passive: true, capture: true });
  wake();
  if (matchMedia(FLAT).matches)
    element.classList.add('idle');
}
