import { attribute, element, label, write } from './elements.js';

const LEAST_QUALITY = 30, MOST_QUALITY = 95, STEP = 5;
// The protocol's highest rate: every frame that the camera and the service's own limit give.
const EVERY_FRAME = 240;

/**
 * The controls. They show what the service says is in effect, never what was only asked for. While there is no connection they keep their
 * values and can't be used.
 */
export class Controls {
  #client;
  #choose;
  #defaultQuality = 80;
  #mostFps = EVERY_FRAME;
  #settings = null;
  #isUsable = false;

  /**
   * @param {VideoStreamClient} client the client that they control
   * @param {function(object): void} choose keeps choices for the next time
   */
  constructor(client, choose) {
    this.#client = client;
    this.#choose = choose;
    element('pause').addEventListener('click', () => this.togglePause());
    element('osd').addEventListener('click', () => this.toggleOsd());
    element('quality').addEventListener('change', ({ target }) => this.#setQuality(target.value));
    element('resize').addEventListener('change', ({ target }) => this.#setResize(target.value));
    element('fps').addEventListener('change', ({ target }) => this.#setFps(Number(target.value)));
    this.#menu();
    for (const button of document.querySelectorAll('#bar button'))
      label(button, button.getAttribute('aria-label'));
  }

  togglePause() {
    if (!this.#isUsable)
      return;
    if (this.#settings?.paused)
      this.#client.resume();
    else
      this.#client.pause();
  }

  toggleOsd() {
    if (!this.#isUsable)
      return;
    const osd = !this.#settings?.osd;
    this.#client.setOsd(osd);
    this.#choose({ osd });
  }

  /** @param {number} direction 1 for more quality, -1 for less */
  stepQuality(direction) {
    const now = this.#settings?.requested_quality;
    const from = typeof now === 'number' ? now : MOST_QUALITY;
    const next = from + STEP * direction;
    // Never the other direction: the address may have asked for a value beyond both ends.
    this.#setQuality(String(direction > 0 ? Math.max(from, Math.min(MOST_QUALITY, next)) : Math.min(from, Math.max(LEAST_QUALITY, next))));
  }

  setAutomatic() { this.#setQuality('auto'); }

  /** @param {boolean} isUsable whether there is a connection */
  enable(isUsable) {
    this.#isUsable = isUsable;
    for (const control of document.querySelectorAll('#bar :is(select, #pause, #osd, #menu-button)'))
      control.disabled = !isUsable;
  }

  /** @param {object} settings the settings in effect, from `hello` or `config` */
  show(settings) {
    this.#settings = settings;
    const quality = settings.adaptive ? 'auto' : String(settings.requested_quality);
    select(element('quality'), quality, quality);
    select(element('resize'), String(settings.resize), String(settings.resize).replace('x', ' × '));
    const fps = settings.fps >= this.#mostFps ? EVERY_FRAME : settings.fps;
    select(element('fps'), String(fps), `${fps} a second`);
    attribute(element('osd'), 'aria-pressed', settings.osd);
    attribute(element('pause'), 'aria-pressed', settings.paused);
    attribute(element('pause').querySelector('use'), 'href', settings.paused ? '#icon-play' : '#icon-pause');
    label(element('pause'), settings.paused ? 'Resume' : 'Pause');
  }

  /** @param {object} hello the service's first message: its settings are the defaults where nothing was asked for */
  greet(hello) {
    this.#mostFps = hello.limits.fps;
    if (typeof hello.settings.requested_quality === 'number' && hello.settings.adaptive)
      this.#defaultQuality = hello.settings.requested_quality;
    this.show(hello.settings);
  }

  /** @param {object} stats the service's statistics. Their quality is shown if it is not the one that was asked for. */
  showSent({ quality, source }) {
    const asked = element('quality').value;
    write(element('quality-sent'), source ? (asked === 'source' ? '' : 'original') : asked === String(quality) ? '' : String(quality));
  }

  get isMenuOpen() { return !element('menu').hidden; }

  closeMenu() { this.#openMenu(false); }

  #setQuality(value) {
    if (!this.#isUsable)
      return;
    const adaptive = value === 'auto';
    const quality = adaptive ? this.#defaultQuality : value === 'source' ? value : Number(value);
    this.#client.setAdaptive(adaptive);
    this.#client.setQuality(quality);
    this.#choose(adaptive ? { adaptive: null, quality: null } : { adaptive, quality });
  }

  #setResize(value) {
    this.#client.setResize(value === 'false' ? false : value);
    this.#choose({ resize: value === 'false' ? null : value });
  }

  #setFps(fps) {
    this.#client.setFps(fps);
    this.#choose({ fps: fps === EVERY_FRAME ? null : fps });
  }

  #menu() {
    element('menu-button').addEventListener('click', () => this.#openMenu(!this.isMenuOpen));
    element('menu').addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape')
        return;
      this.#openMenu(false);
      element('menu-button').focus();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!element('menu').contains(target) && !element('menu-button').contains(target))
        this.#openMenu(false);
    });
  }

  #openMenu(isOpen) {
    element('menu').hidden = !isOpen;
    attribute(element('menu-button'), 'aria-expanded', isOpen);
  }
}

// A value that is not in the list, from the address or another program, is added to it.
function select(control, value, text) {
  const options = [...control.options];
  if (!options.some(option => option.value === value))
    // Numbers stand from high to low.
    control.add(new Option(text, value), options.find(option => Number(option.value) < Number(value)) ?? null);
  if (control.value !== value)
    control.value = value;
}
