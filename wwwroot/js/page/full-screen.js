import { attribute, element } from './elements.js';

/** Full screen, where the browser has it. */
export class FullScreen {
  constructor() {
    element('fullscreen').hidden = !document.fullscreenEnabled;
    element('fullscreen').addEventListener('click', () => this.toggle());
    document.addEventListener('fullscreenchange', () => attribute(element('fullscreen'), 'aria-pressed', !!document.fullscreenElement));
  }

  toggle() { toggleFullScreen(); }
}

/** Shows the page on the full screen, or no longer, where the browser can. */
export function toggleFullScreen() {
  if (document.fullscreenElement)
    document.exitFullscreen();
  else if (document.fullscreenEnabled)
    // The browser may refuse, and says so itself.
    document.documentElement.requestFullscreen().catch(() => {});
}
