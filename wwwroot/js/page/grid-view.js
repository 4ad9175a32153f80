import { VideoStreamClient } from '../video-stream-client.js';
import { element, make, write } from './elements.js';
import { toggleFullScreen } from './full-screen.js';
import { useKeys } from './keyboard.js';
import { login } from './login.js';
import { PAGE_ID } from './page-id.js';
import { refusal } from './refusals.js';
import { Tile } from './tile.js';

const MOST_TILES = 32;
const RETRY_MS = 2_000;
// Cameras come and go with the configuration, or where they are published.
const FOLLOW_MS = 5_000;
const NARROW_PX = 640;
const WORDS_MS = 10_000;

/** The view of all cameras, as tiles of equal size. A click opens one large. */
export class GridView {
  #router;
  #box = element('tiles');
  #words = element('grid-words');
  #tiles = [];
  #columns = 1;
  #visits = 0;
  // Ends the wait for the next try.
  #goOn = () => {};
  // Tiles out of sight are paused.
  #observer = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries)
      this.#tiles.find(tile => tile.element === target)?.setVisible(isIntersecting);
  });

  /** @param {Router} router moves to other views */
  constructor(router) {
    this.#router = router;
    addEventListener('resize', () => this.#layOut());
  }

  async show() {
    const visit = ++this.#visits;
    this.#box.hidden = false;
    document.title = 'All cameras – VideoStream';
    document.body.dataset.kind = '';
    this.#useKeys();
    const cameras = await this.#load(visit);
    // Left meanwhile.
    if (cameras === null)
      return;
    this.#make(cameras);
    this.#tiles[0]?.element.focus();
    await this.#follow(visit);
  }

  /**
   * Hides the grid. The tile of one camera goes on for the view that follows.
   *
   * @param {string} [camera] name of the camera that is shown next
   * @returns {{picture: HTMLElement, end: function(): void}|null} the tile's picture, until its end is called
   */
  hide(camera) {
    this.#visits++;
    this.#box.hidden = this.#words.hidden = true;
    const kept = this.#tiles.find(tile => tile.name === camera) ?? null;
    for (const tile of this.#tiles)
      if (tile !== kept)
        tile.stop();
    this.#tiles = [];
    this.#observer.disconnect();
    return kept && { picture: kept.picture, end: () => kept.stop() };
  }

  /** @returns {Promise<object[]|null>} the service's cameras; null if the grid was left before the service answered */
  async #load(visit) {
    while (visit === this.#visits) {
      const answer = await this.#tryLoad();
      if (visit !== this.#visits)
        return null;
      if (Array.isArray(answer))
        return answer;
      this.#words.hidden = false;
      write(this.#words, `${answer} Trying again.`);
      await new Promise(resolve => {
        this.#goOn = resolve;
        setTimeout(resolve, RETRY_MS);
      });
    }
    return null;
  }

  /** @returns {Promise<object[]|string>} the cameras, or a sentence that says why there are none */
  async #tryLoad() {
    try {
      const response = await fetch('api/v1/cameras', { signal: AbortSignal.timeout(10_000) });
      login.follow(response.status, response.ok, { loggedIn: () => this.#loggedIn(), loggedOut: () => {} });
      if (response.ok)
        return await response.json();
      const { title, text } = refusal(await response.json().catch(() => ({ title: `HTTP status ${response.status}` })));
      return [title, text].filter(Boolean).join(': ');
    } catch {
      return 'The server does not answer.';
    }
  }

  #loggedIn() {
    this.#goOn();
    for (const tile of this.#tiles)
      tile.retry();
  }

  /** Until the grid is left, cameras that have come get a tile, and those that are gone lose theirs. */
  async #follow(visit) {
    while (visit === this.#visits) {
      await new Promise(resolve => setTimeout(resolve, FOLLOW_MS));
      if (visit !== this.#visits || document.hidden)
        continue;
      const answer = await this.#tryLoad();
      if (visit === this.#visits && Array.isArray(answer) && !this.#shows(answer.slice(0, MOST_TILES)))
        this.#make(answer);
    }
  }

  #shows(cameras) {
    return cameras.length === this.#tiles.length
      && cameras.every((camera, at) => camera.name === this.#tiles[at].name && camera.title === this.#tiles[at].title);
  }

  /** Makes the tiles. The streams of those that were there before go on. */
  #make(cameras) {
    const before = this.#tiles, focused = document.activeElement;
    this.#tiles = cameras.slice(0, MOST_TILES).map(camera =>
      before.find(tile => tile.name === camera.name && tile.title === camera.title)
      ?? new Tile(camera, this.#client(camera.name), () => this.#open(camera.name)));
    for (const tile of before.filter(tile => !this.#tiles.includes(tile))) {
      tile.stop();
      this.#observer.unobserve(tile.element);
    }
    this.#box.replaceChildren(...this.#tiles.map(tile => tile.element));
    for (const tile of this.#tiles.filter(tile => !before.includes(tile))) {
      this.#observer.observe(tile.element);
      tile.start();
    }
    // Where elements were moved, the focus is lost.
    if (this.#tiles.some(tile => tile.element === focused))
      focused.focus();
    this.#layOut();
    this.#say(cameras.length);
  }

  #say(count) {
    this.#words.hidden = count > 0 && count <= MOST_TILES;
    write(this.#words, count === 0 ? 'The server has no cameras.' : `${Math.max(0, count - MOST_TILES)} more cameras are not shown.`);
    // It would cover a tile.
    setTimeout(() => { this.#words.hidden = true; }, WORDS_MS);
  }

  // As few columns as fill the window.
  #layOut() {
    const count = Math.max(1, this.#tiles.length), ratio = innerWidth / innerHeight / (16 / 9);
    const wanted = innerWidth < NARROW_PX ? (innerWidth > innerHeight ? 2 : 1) : Math.ceil(Math.sqrt(count * ratio));
    this.#columns = Math.max(1, Math.min(count, wanted));
    this.#box.style.gridTemplateColumns = `repeat(${this.#columns}, minmax(0, 1fr))`;
  }

  #client(name) {
    return new VideoStreamClient(undefined, {
      camera: name, page: PAGE_ID, resize: '640x360', fps: 5, canvas: null, placeholders: false,
    });
  }

  #useKeys() {
    const move = step => {
      const at = this.#tiles.findIndex(tile => tile.element === document.activeElement);
      this.#tiles[Math.min(this.#tiles.length - 1, Math.max(0, at + step))]?.element.focus();
    };
    const openNumber = number => {
      const tile = this.#tiles[number - 1];
      if (tile !== undefined)
        this.#open(tile.name);
    };
    useKeys({
      arrowleft: () => move(-1),
      arrowright: () => move(1),
      arrowup: () => move(-this.#columns),
      arrowdown: () => move(this.#columns),
      escape: () => this.#router.back(),
      f: toggleFullScreen,
      '?': () => element('help').showModal(),
      ...Object.fromEntries([...'123456789'].map(digit => [digit, () => openNumber(Number(digit))])),
    });
  }

  #open(name) {
    this.#router.go({ view: null, camera: name }).catch(() => {
      this.#words.hidden = false;
      write(this.#words, 'The server does not answer now.');
      setTimeout(() => { this.#words.hidden = true; }, WORDS_MS);
    });
  }
}
