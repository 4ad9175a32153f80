/**
 * The keys of the page with one camera.
 *
 * @param {{controls: Controls, zoom: Zoom, fullScreen: FullScreen, view: SingleView}} parts what the keys act on
 * @returns {Object<string, function(): void>} actions by key, for `useKeys`
 */
export function singleKeys({ controls, zoom, fullScreen, view }) {
  const keys = {
    ' ': () => controls.togglePause(),
    's': () => view.snapshot(),
    'f': () => fullScreen.toggle(),
    'o': () => controls.toggleOsd(),
    'i': () => view.toggleStatistics(),
    'g': () => view.openGrid(),
    '[': () => controls.stepQuality(-1),
    ']': () => controls.stepQuality(1),
    '+': () => zoom.step(1),
    '=': () => zoom.step(1),
    '-': () => zoom.step(-1),
    '0': () => {
      controls.setAutomatic();
      zoom.reset();
    },
    'arrowleft': () => zoom.pan(-1, 0),
    'arrowright': () => zoom.pan(1, 0),
    'arrowup': () => zoom.pan(0, -1),
    'arrowdown': () => zoom.pan(0, 1),
    '?': () => view.help(),
    'escape': () => view.back(),
  };
  for (let number = 1; number <= 9; number++)
    keys[number] = () => view.selectNumber(number);
  return keys;
}
