import { CodecControl } from './codec-control.js';
import { ConfirmedChoices } from './confirmed-choices.js';
import { attribute, element, label, write } from './elements.js';
import { forbiddenSetting } from './refusals.js';
import { NO_QUALITY } from './words.js';

const LEAST_QUALITY = 30, MOST_QUALITY = 95, STEP = 5;
// The protocol's highest rate: every frame that the camera and the service's own limit give.
const EVERY_FRAME = 240;
// Controls of a setting have its name as id.
const SETTINGS = ['osd', 'quality', 'fps', 'resize', 'adaptive', 'codec'];

/**
 * The controls. They show what the service says is in effect, never what was only asked for. While there is no connection they keep their
 * values and can't be used.
 */
export class Controls {
  #client;
  #choices;
  #codec;
  #notice;
  // The settings that this viewer may change; null for all.
  #maySet = null;
  #defaultQuality = 80;
  #mostFps = EVERY_FRAME;
  #settings = null;
  #steppedTo = null;
  // What was asked for by a key or a button, until the service confirms it.
  #toggled = {};
  // The codec from before a quality was chosen, which only JPEG has.
  #codecBefore = null;
  #isUsable = false;

  /**
   * @param {VideoStreamClient} client the client that they control
   * @param {function(object): void} keep keeps choices for the next time, when the service has confirmed them
   * @param {Notice} notice says why something can't be done
   */
  constructor(client, keep, notice) {
    this.#client = client;
    this.#choices = new ConfirmedChoices(keep);
    this.#codec = new CodecControl(client);
    this.#notice = notice;
    element('pause').addEventListener('click', () => this.togglePause());
    element('osd').addEventListener('click', () => this.toggleOsd());
    element('quality').addEventListener('change', ({ target }) => this.#setQuality(target.value));
    element('resize').addEventListener('change', ({ target }) => this.#setResize(target.value));
    element('fps').addEventListener('change', ({ target }) => this.#setFps(Number(target.value)));
    element('codec').addEventListener('change', ({ target }) => this.#setCodec(target.value));
    this.#menu();
    for (const button of document.querySelectorAll('#bar button'))
      label(button, button.getAttribute('aria-label'));
  }

  togglePause() {
    if (!this.#isUsable)
      return;
    if (this.#toggle('paused'))
      this.#client.pause();
    else
      this.#client.resume();
  }

  toggleOsd() {
    if (!this.#canSet('osd'))
      return;
    this.#choices.change('osd');
    this.#client.setOsd(this.#toggle('osd'));
  }

  /** @param {number} direction 1 for more quality, -1 for less */
  stepQuality(direction) {
    if (!this.#canSet('quality'))
      return;
    const now = this.#settings?.requested_quality;
    const from = typeof now === 'number' ? now : MOST_QUALITY;
    // Never the other direction: the address may have asked for a value beyond both ends.
    const next = direction > 0
      ? Math.max(from, Math.min(MOST_QUALITY, from + STEP))
      : Math.min(from, Math.max(LEAST_QUALITY, from - STEP));
    // A key that is held repeats faster than the service may be asked. The next step is one from what it has confirmed.
    if (next === this.#steppedTo || (next === from && element('quality').value !== 'auto'))
      return;
    this.#steppedTo = next;
    this.#setQuality(String(next));
  }

  setAutomatic() { this.#setQuality('auto'); }

  /** @param {boolean} isUsable whether there is a connection */
  enable(isUsable) {
    this.#isUsable = isUsable;
    for (const control of document.querySelectorAll('#bar :is(select, #pause, #osd, #menu-button)'))
      control.disabled = !isUsable || !this.#maySetIt(control.id);
    attribute(element('quality'), 'title', this.#qualityHint());
    label(element('osd'), 'On-screen display');
    if (!this.#maySetIt('osd'))
      attribute(element('osd'), 'title', forbiddenSetting('osd'));
  }

  /** @param {object} settings the settings in effect, from `hello` or `config` */
  show(settings) {
    this.#settings = settings;
    this.#steppedTo = null;
    this.#toggled = {};
    // Without a choice between the two, a quality below the default is a limit for what adapts.
    const isAuto = settings.adaptive && (this.#maySetIt('adaptive') || settings.requested_quality === this.#defaultQuality);
    const quality = isAuto ? 'auto' : String(settings.requested_quality);
    select(element('quality'), quality, quality);
    select(element('resize'), String(settings.resize), String(settings.resize).replace('x', ' × '));
    const fps = settings.fps >= this.#mostFps ? EVERY_FRAME : settings.fps;
    select(element('fps'), String(fps), `${fps} a second`);
    this.#codec.show(settings);
    attribute(element('quality'), 'title', this.#qualityHint());
    attribute(element('osd'), 'aria-pressed', settings.osd);
    attribute(element('pause'), 'aria-pressed', settings.paused);
    attribute(element('pause').querySelector('use'), 'href', settings.paused ? '#icon-play' : '#icon-pause');
    label(element('pause'), settings.paused ? 'Resume' : 'Pause');
    this.#choices.confirm({ ...settings, codec: this.#client.codec }, { quality: this.#defaultQuality, fps: this.#mostFps });
  }

  /** @param {ErrorDetail} error of the service: a new value was refused, and the one before it is still in effect */
  refused({ code, field, message }) {
    this.#notice.show(code === 'forbidden' && field ? forbiddenSetting(field) : message);
    this.#choices.refuse(field);
    if (this.#settings !== null)
      this.show(this.#settings);
  }

  /**
   * @param {object} hello the service's first message: its settings are the defaults where nothing was asked for
   * @param {boolean} isDefaultQuality whether no quality was asked for
   */
  greet(hello, isDefaultQuality) {
    this.#maySet = hello.may_set ?? null;
    this.#mostFps = hello.limits.fps;
    if (isDefaultQuality && typeof hello.settings.requested_quality === 'number')
      this.#defaultQuality = hello.settings.requested_quality;
    this.enable(this.#isUsable);
    this.show(hello.settings);
  }

  /** @param {object} stats the service's statistics. Their quality is shown if it is not the one that was asked for. */
  showSent({ quality, source }) {
    const asked = element('quality').value, sent = source ? 'source' : String(quality);
    write(element('quality-sent'), asked === sent || this.#hasNoQuality ? '' : source ? 'original' : sent);
  }

  get isMenuOpen() { return !element('menu').hidden; }

  closeMenu() { this.#openMenu(false); }

  #setQuality(value) {
    if (!this.#canSet('quality'))
      return;
    const adaptive = value === 'auto';
    if (this.#hasNoQuality && !adaptive) {
      this.#notice.show(NO_QUALITY);
      const before = this.#client.codec;
      this.#setCodec('jpeg');
      this.#codecBefore = before;
    } else if (adaptive && this.#codecBefore !== null) {
      this.#setCodec(this.#codecBefore);
    }
    const quality = adaptive ? this.#defaultQuality : value === 'source' ? value : Number(value);
    // A link may have less quality, but not one that its connection can't carry.
    if (this.#maySetIt('adaptive')) {
      this.#choices.change('adaptive');
      this.#client.setAdaptive(adaptive);
    }
    this.#choices.change('quality');
    this.#client.setQuality(quality);
  }

  #setResize(value) {
    this.#choices.change('resize');
    this.#client.setResize(value === 'false' ? false : value);
  }

  // More than the service's own limit would need a scope, and gives nothing.
  #setFps(fps) {
    this.#choices.change('fps');
    this.#client.setFps(Math.min(fps, this.#mostFps));
  }

  #setCodec(codec) {
    this.#codecBefore = null;
    this.#choices.change('codec');
    this.#client.setCodec(codec);
  }

  /** Two presses within a round trip are two, although the service has not confirmed the first. */
  #toggle(name) { return this.#toggled[name] = !(this.#toggled[name] ?? this.#settings?.[name]); }

  get #hasNoQuality() { return this.#settings?.codec === 'h264'; }

  #qualityHint() {
    if (!this.#maySetIt('quality'))
      return forbiddenSetting('quality');
    return this.#hasNoQuality ? NO_QUALITY : '';
  }

  #canSet(setting) {
    if (this.#isUsable && !this.#maySetIt(setting))
      this.#notice.show(forbiddenSetting(setting));
    return this.#isUsable && this.#maySetIt(setting);
  }

  #maySetIt(id) { return this.#maySet === null || !SETTINGS.includes(id) || this.#maySet.includes(id); }

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
