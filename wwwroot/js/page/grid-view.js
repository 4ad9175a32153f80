import { VideoStreamClient } from '../video-stream-client.js';
import { addressWith } from './choices.js';
import { element, make } from './elements.js';
import { onKeys } from './keyboard.js';
import { Tile } from './tile.js';

const MOST_TILES = 32;

/** All cameras as tiles of equal size. A click opens one large. */
export class GridView {
  // The tiles of one page count as one place.
  #page = crypto.getRandomValues(new Uint8Array(12)).reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
  #box = make('div', { id: 'tiles' });
  #tiles = [];

  async start() {
    document.title = 'All cameras – VideoStream';
    document.body.replaceChildren(this.#box);
    const cameras = await this.#load();
    for (const camera of cameras.slice(0, MOST_TILES)) {
      const tile = new Tile(camera, this.#client(camera.name), () => this.#open(camera.name));
      this.#tiles.push(tile);
      this.#box.append(tile.element);
    }
    this.#layOut();
    addEventListener('resize', () => this.#layOut());
    this.#keys();
    this.#watchVisibility();
    for (const tile of this.#tiles)
      tile.start();
    this.#tiles[0]?.element.focus();
  }

  async #load() {
    for (;;) {
      try {
        const response = await fetch('api/v1/cameras', { signal: AbortSignal.timeout(10_000) });
        if (response.ok)
          return await response.json();
      } catch {
        // The service is away. The page waits for it.
      }
      await new Promise(resolve => setTimeout(resolve, 2_000));
    }
  }

  // As few columns as fill the window.
  #layOut() {
    const count = Math.max(1, this.#tiles.length), ratio = innerWidth / innerHeight / (16 / 9);
    const wanted = innerWidth < 640 ? (innerWidth > innerHeight ? 2 : 1) : Math.ceil(Math.sqrt(count * ratio));
    this.#columns = Math.max(1, Math.min(count, wanted));
    this.#box.style.gridTemplateColumns = `repeat(${this.#columns}, minmax(0, 1fr))`;
  }

  #columns = 1;

  #client(name) {
    return new VideoStreamClient(undefined, {
      camera: name, page: this.#page, resize: '640x360', fps: 5, canvas: null, placeholders: false,
    });
  }

  // Tiles out of sight are paused.
  #watchVisibility() {
    const observer = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries)
        this.#tiles.find(tile => tile.element === target).setVisible(isIntersecting);
    });
    for (const tile of this.#tiles)
      observer.observe(tile.element);
  }

  #keys() {
    const move = step => {
      const at = this.#tiles.findIndex(tile => tile.element === document.activeElement);
      this.#tiles[Math.min(this.#tiles.length - 1, Math.max(0, at + step))]?.element.focus();
    };
    const openNumber = number => {
      const tile = this.#tiles[number - 1];
      if (tile !== undefined)
        this.#open(tile.name);
    };
    onKeys({
      arrowleft: () => move(-1),
      arrowright: () => move(1),
      arrowup: () => move(-this.#columns),
      arrowdown: () => move(this.#columns),
      escape: () => history.back(),
      ...Object.fromEntries([...'123456789'].map(digit => [digit, () => openNumber(Number(digit))])),
    });
  }

  #open(name) { location.href = addressWith({ view: null, camera: name }); }
}
