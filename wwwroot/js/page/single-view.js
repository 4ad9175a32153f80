import { VideoStreamClient } from '../video-stream-client.js';
import { CameraList } from './camera-list.js';
import { writeChoices } from './choices.js';
import { Controls } from './controls.js';
import { element } from './elements.js';
import { Fallback } from './fallback.js';
import { Freshness } from './freshness.js';
import { FullScreen } from './full-screen.js';
import { fadeWhenIdle } from './idle-fade.js';
import { useKeys } from './keyboard.js';
import { login } from './login.js';
import { Notice } from './notice.js';
import { PAGE_ID } from './page-id.js';
import { PictureInPicture } from './picture-in-picture.js';
import { endsAccess } from './problems.js';
import { singleKeys } from './single-keys.js';
import { download } from './snapshot.js';
import { StatisticsSheet } from './statistics-sheet.js';
import { Status } from './status.js';
import { Zoom } from './zoom.js';

const UPDATE_MS = 250;
const NO_ANSWER = 'The server does not answer now.';

/** The view of one camera. */
export class SingleView {
  #router;
  #client = null;
  #freshness = new Freshness(timeUs => this.#client.ageMs(timeUs));
  #status = null;
  #controls = null;
  #statistics = null;
  #notice = new Notice();
  #cameras = new CameraList(name => this.#selectCamera(name));
  #fallback = new Fallback(() => {
    const { codec, ...settings } = this.#chosen;
    return new URLSearchParams({ ...settings, page: PAGE_ID });
  });
  #fullScreen = new FullScreen();
  #zoom = new Zoom(element('box'), element('picture'));
  #name = '';
  // What is shown as the name.
  #title = '';
  // Settings by name, as they are in the page's address.
  #chosen = {};
  // The picture that another view has left until this one has its own.
  #standIn = null;
  #update;

  /** @param {Router} router moves to other views */
  constructor(router) { this.#router = router; }

  /**
   * @param {Object<string, string>} choices from the page's address
   * @param {{picture: HTMLElement, end: function(): void}|null} standIn a picture of the camera that is shown until this view has one
   */
  show({ view, ui, ...choices }, standIn) {
    element('stage').hidden = false;
    this.#standIn = standIn;
    if (standIn !== null)
      element('box').append(standIn.picture);
    if (this.#client === null) {
      this.#create(choices);
      this.#client.connect();
    } else {
      // The settings are still those that were chosen here.
      this.#choose({ ...this.#chosen, camera: choices.camera ?? null });
      this.#showOther(choices.camera ?? '');
    }
    const parts = { controls: this.#controls, zoom: this.#zoom, fullScreen: this.#fullScreen, view: this };
    // Without controls nobody would see what a key has done.
    useKeys(ui === 'none' ? {} : singleKeys(parts));
    this.#loadCameras();
    // The age grows, and the picture becomes stale, while nothing arrives.
    clearInterval(this.#update);
    this.#update = setInterval(() => this.#show(), UPDATE_MS);
    this.#show();
  }

  hide() {
    clearInterval(this.#update);
    this.#endStandIn();
    this.#cameras.close();
    this.#fallback.end();
    this.#client.disconnect();
    this.#status.end();
    this.#statistics.close();
    element('stage').hidden = true;
  }

  /** Shows another camera by its number in the list, from 1. */
  selectNumber(number) {
    const name = this.#cameras.names[number - 1];
    if (name !== undefined)
      this.#selectCamera(name);
  }

  async snapshot() {
    const { capturedUs } = this.#freshness, name = this.#name;
    const jpeg = capturedUs === null ? null : await this.#client.takeSnapshot();
    if (jpeg !== null)
      download(jpeg, name, new Date(capturedUs / 1_000));
    else
      this.#notice.show('There is no picture yet.');
  }

  toggleStatistics() { this.#statistics.toggle().catch(() => this.#notice.show(NO_ANSWER)); }

  help() { element('help').showModal(); }

  openGrid() {
    if (this.#cameras.names.length > 1)
      this.#router.go({ view: 'grid', camera: null }).catch(() => this.#notice.show(NO_ANSWER));
  }

  /** Closes what is open, or goes back to the grid. */
  back() {
    if (this.#cameras.isOpen)
      this.#cameras.close();
    else if (this.#controls.isMenuOpen)
      this.#controls.closeMenu();
    else if (this.#statistics.isOpen)
      this.#statistics.close();
    else if (this.#zoom.isZoomed)
      this.#zoom.reset();
    else
      this.#router.back();
  }

  #create(choices) {
    this.#chosen = choices;
    this.#name = this.#title = choices.camera ?? '';
    this.#client = new VideoStreamClient(
      undefined, { ...this.#settings, page: PAGE_ID, canvas: element('picture'), placeholders: false });
    this.#status = new Status(this.#client, this.#freshness);
    this.#controls = new Controls(this.#client, changes => this.#choose(changes), this.#notice);
    this.#controls.enable(false);
    this.#statistics = new StatisticsSheet(this.#client, () => this.toggleStatistics());
    new PictureInPicture(
      () => ({ ...this.#settings, camera: this.#name }), () => this.#notice.show('This browser opens no small window now.'));
    this.#listen();
    const click = (id, action) => element(id).addEventListener('click', action);
    click('snapshot', () => this.snapshot());
    click('help-button', () => this.help());
    click('grid', () => this.openGrid());
    fadeWhenIdle(element('stage'), () => this.#isBusy);
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
    on('stats', stats => this.#measured(stats));
    on('error', error => this.#controls.refused(error));
    for (const type of ['hello', 'config', 'camera', 'stats'])
      this.#client.addEventListener(type, () => this.#status.heard());
  }

  #connectionChanged(detail) {
    this.#status.connectionChanged(detail);
    this.#controls.enable(detail.state === 'open');
    if (detail.blocked && !this.#fallback.isShown)
      this.#notice.show('Something between this page and the server blocks WebSockets. The page shows the MJPEG stream instead.');
    this.#fallback.follow(detail);
    if (endsAccess(detail.problem))
      this.#forget();
    if (detail.state !== 'connecting')
      login.follow(detail.problem?.status, ['open', 'full', 'refused'].includes(detail.state), {
        loggedIn: () => this.#loggedIn(), loggedOut: () => this.#loggedOut(),
      });
  }

  #loggedIn() {
    this.#client.retry();
    this.#loadCameras();
  }

  // The service closes this viewer too. But its last pictures may still be on the way.
  #loggedOut() {
    this.#client.connect();
    this.#forget();
  }

  /** Leaves nothing to see for the next person. */
  #forget() {
    this.#client.clear();
    this.#freshness.reset();
    this.#endStandIn();
    this.#cameras.close();
    this.#statistics.clear();
    this.#statistics.close();
  }

  #loadCameras() { this.#cameras.load().catch(() => { /* Only the menu of cameras needs the list. */ }); }

  #greeted(hello) {
    if (this.#name !== hello.camera)
      this.#freshness.reset();
    this.#name = hello.camera;
    this.#cameraChanged({ camera: hello.camera, title: hello.title, state: hello.state });
    this.#controls.greet(hello, this.#chosen.quality === undefined);
    this.#settingsChanged(hello.settings);
    this.#statistics.begin();
  }

  #cameraChanged(detail) {
    this.#title = detail.title;
    this.#status.cameraChanged(detail);
  }

  #settingsChanged(settings) {
    this.#freshness.rate = settings.rate;
    this.#controls.show(settings);
    this.#status.settingsChanged(settings);
  }

  #measured(stats) {
    this.#freshness.cameraRate = stats.camera_fps;
    this.#status.measured(stats);
    this.#statistics.add(stats, this.#freshness.ms);
    this.#controls.showSent(stats);
  }

  #show() {
    // What a hidden page shows is paused, and old, for no fault.
    if (document.visibilityState === 'hidden')
      return;
    const { isShown, trouble } = this.#status.show(this.#title, this.#fallback.isShown);
    this.#statistics.trouble = trouble;
    if (isShown)
      this.#endStandIn();
  }

  #endStandIn() {
    this.#standIn?.end();
    this.#standIn = null;
  }

  #selectCamera(name) {
    if (name === this.#name)
      return;
    this.#choose({ camera: name });
    this.#showOther(name);
  }

  #showOther(name) {
    this.#name = name;
    this.#title = this.#cameras.titleOf(name);
    this.#freshness.reset();
    this.#zoom.reset();
    this.#fallback.end();
    this.#statistics.clear();
    this.#client.setCamera(name || null);
  }

  /** Keeps choices for a reload. */
  #choose(changes) {
    this.#chosen = Object.fromEntries(Object.entries({ ...this.#chosen, ...changes }).filter(([, value]) => value !== null));
    writeChoices(changes);
  }

  // Only JPEG has a quality to choose.
  get #settings() { return { codec: this.#chosen.quality === undefined ? 'auto' : 'jpeg', ...this.#chosen }; }

  get #isBusy() { return this.#cameras.isOpen || this.#controls.isMenuOpen || element('bar').querySelector(':focus-visible') !== null; }
}
