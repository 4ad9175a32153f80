import { VideoStreamClient } from '../video-stream-client.js';
import { CameraList } from './camera-list.js';
import { Card } from './card.js';
import { addressWith, writeChoices } from './choices.js';
import { Controls } from './controls.js';
import { element, write } from './elements.js';
import { Fallback } from './fallback.js';
import { Freshness } from './freshness.js';
import { fadeWhenIdle } from './idle-fade.js';
import { onKeys } from './keyboard.js';
import { Pill } from './pill.js';
import { Screen } from './screen.js';
import { download } from './snapshot.js';
import { WakeLock } from './wake-lock.js';
import { situation } from './words.js';
import { Zoom } from './zoom.js';

const UPDATE_MS = 250;
const NOTICE_MS = 5_000;
// A connection that is made at once needs no words.
const QUICK_MS = 1_000;

/** The page with one camera. */
export class SingleView {
  #client;
  #freshness;
  #controls;
  #fallback;
  #statistics = null;
  #pill = new Pill();
  #card = new Card(() => this.#client.retry());
  #cameras = new CameraList(name => this.#selectCamera(name));
  #screen = new Screen();
  #wakeLock = new WakeLock();
  #zoom = new Zoom(element('box'), element('picture'));
  #connection = { state: 'connecting' };
  #camera = { state: 'connecting' };
  #name = '';
  #settings = null;
  #nextTryMs = null;
  #noticeTimer;

  /** @param {Object<string, string>} choices from the page's address */
  constructor({ view, ui, ...settings }) {
    this.#client = new VideoStreamClient(undefined, { ...settings, canvas: element('picture'), placeholders: false });
    this.#freshness = new Freshness(timeUs => this.#client.ageMs(timeUs));
    this.#controls = new Controls(this.#client, writeChoices);
    this.#fallback = new Fallback(() => this.#name);
    this.#name = settings.camera ?? '';
  }

  start() {
    this.#listen();
    this.#buttons();
    this.#keys();
    fadeWhenIdle(element('stage'), () => this.#isBusy);
    this.#controls.enable(false);
    this.#client.connect();
    this.#cameras.load().catch(() => { /* Only the menu of cameras needs the list. */ });
    // The age grows, and the picture becomes stale, while nothing arrives.
    setInterval(() => this.#show(), UPDATE_MS);
    this.#show();
  }

  #listen() {
    const on = (type, listener) => this.#client.addEventListener(type, ({ detail }) => {
      listener(detail);
      this.#show();
    });
    on('state', detail => this.#connectionChanged(detail));
    on('frame', frame => { if (frame.live) this.#freshness.show(frame); });
    on('camera', detail => this.#cameraChanged(detail));
    on('hello', hello => this.#greeted(hello));
    on('config', settings => this.#settingsChanged(settings));
    on('stats', stats => {
      this.#controls.showSent(stats);
      this.#freshness.cameraRate = stats.camera_fps;
      this.#statistics?.add(stats, this.#client, this.#freshness);
    });
    on('error', ({ message }) => this.#notice(message));
  }

  #connectionChanged(detail) {
    this.#connection = detail;
    this.#nextTryMs = detail.retryMs == null ? null : performance.now() + detail.retryMs;
    this.#controls.enable(detail.state === 'open');
    this.#fallback.follow(detail);
    if (detail.blocked)
      this.#notice('Something between this page and the server blocks WebSockets. The page shows the MJPEG stream instead.');
  }

  #cameraChanged(detail) {
    this.#camera = detail;
    const waitMs = detail.next_try_us ? -this.#client.ageMs(detail.next_try_us) : null;
    this.#nextTryMs = waitMs === null ? null : performance.now() + waitMs;
  }

  #greeted(hello) {
    if (this.#name !== hello.camera)
      this.#freshness.reset();
    this.#name = hello.camera;
    this.#camera = { camera: hello.camera, state: hello.state };
    this.#nextTryMs = null;
    this.#controls.greet(hello);
    this.#settingsChanged(hello.settings);
  }

  #settingsChanged(settings) {
    this.#settings = settings;
    this.#freshness.rate = settings.rate;
    this.#controls.show(settings);
  }

  #show() {
    const now = situation({
      connection: this.#connection, camera: this.#camera, paused: this.#settings?.paused, freshness: this.#freshness.state,
      since: this.#freshness.capturedUs === null ? null : new Date(this.#freshness.capturedUs / 1000),
    });
    this.#pill.show(now, this.#freshness.ms, this.#name);
    this.#card.show(now.card, this.#nextTryMs === null ? null
      : { atMs: this.#nextTryMs, canRetry: this.#connection.state !== 'open' });
    this.#wakeLock.set(now.kind === 'live' || now.kind === 'warn');
  }

  #selectCamera(name) {
    if (name === this.#name)
      return;
    this.#name = name;
    this.#freshness.reset();
    this.#zoom.reset();
    writeChoices({ camera: name });
    this.#client.setCamera(name);
  }

  #buttons() {
    const click = (id, action) => element(id).addEventListener('click', action);
    click('snapshot', () => this.#snapshot());
    click('statistics-button', () => this.#toggleStatistics());
    click('help-button', () => element('help').showModal());
    click('grid', () => this.#openGrid());
  }

  #keys() {
    const arrows = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };
    onKeys({
      ' ': () => this.#controls.togglePause(),
      's': () => this.#snapshot(),
      'f': () => this.#screen.toggleFullscreen(),
      'o': () => this.#controls.toggleOsd(),
      'i': () => this.#toggleStatistics(),
      'g': () => this.#openGrid(),
      '[': () => this.#controls.stepQuality(-1),
      ']': () => this.#controls.stepQuality(1),
      '+': () => this.#zoom.step(1),
      '=': () => this.#zoom.step(1),
      '-': () => this.#zoom.step(-1),
      '0': () => { this.#controls.setAutomatic(); this.#zoom.reset(); },
      '?': () => element('help').showModal(),
      'escape': () => this.#back(),
      ...Object.fromEntries(Object.entries(arrows).map(([key, [right, down]]) => [key, () => this.#zoom.pan(right, down)])),
      ...Object.fromEntries([...'123456789'].map(digit => [digit, () => this.#selectNumber(Number(digit))])),
    });
  }

  #selectNumber(number) {
    const name = this.#cameras.names[number - 1];
    if (name !== undefined)
      this.#selectCamera(name);
  }

  #back() {
    if (this.#cameras.isOpen)
      this.#cameras.close();
    else if (this.#controls.isMenuOpen)
      this.#controls.closeMenu();
    else if (!element('statistics').hidden)
      this.#toggleStatistics();
    else
      this.#zoom.reset();
  }

  #openGrid() {
    if (this.#cameras.names.length > 1)
      location.href = addressWith({ view: 'grid', camera: null });
  }

  #snapshot() {
    const jpeg = this.#client.snapshot();
    if (jpeg)
      download(jpeg, this.#name, new Date(this.#freshness.capturedUs / 1000));
  }

  // The plots are loaded when they are wanted: the first picture must not wait for them.
  async #toggleStatistics() {
    const panel = element('statistics');
    panel.hidden = !panel.hidden;
    element('statistics-button').setAttribute('aria-expanded', !panel.hidden);
    if (panel.hidden || this.#statistics !== null)
      return;
    const { StatisticsPanel } = await import('./statistics-panel.js');
    this.#statistics = new StatisticsPanel(panel, () => this.#toggleStatistics());
  }

  #notice(text) {
    write(element('notice'), text);
    element('notice').hidden = false;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => { element('notice').hidden = true; }, NOTICE_MS);
  }

  get #isBusy() { return this.#cameras.isOpen || this.#controls.isMenuOpen || element('bar').contains(document.activeElement); }
}
