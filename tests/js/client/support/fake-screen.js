/** Decoder and screen: the test decides when a frame is decoded and when the screen repaints. */
export class FakeScreen {
  bitmaps = [];
  #decoding = [];
  #repaints = new Map();
  #ids = 0;

  install() {
    globalThis.createImageBitmap = blob => new Promise((resolve, reject) => this.#decoding.push({ blob, resolve, reject }));
    globalThis.requestAnimationFrame = action => {
      this.#repaints.set(++this.#ids, action);
      return this.#ids;
    };
    globalThis.cancelAnimationFrame = id => this.#repaints.delete(id);
    return this;
  }

  /** Number of frames in the decoder. */
  get decoding() { return this.#decoding.length; }

  get hasRepaint() { return this.#repaints.size > 0; }

  get open() { return this.bitmaps.filter(bitmap => !bitmap.closed).length; }

  /** Decodes the oldest frame in the decoder. */
  async decode(width = 64, height = 36) {
    const { blob, resolve } = this.#decoding.shift();
    const bitmap = { blob, width, height, closed: false, close() { this.closed = true; } };
    this.bitmaps.push(bitmap);
    resolve(bitmap);
    await settle();
  }

  async refuse(error) {
    this.#decoding.shift().reject(error);
    await settle();
  }

  async repaint() {
    const actions = [...this.#repaints.values()];
    this.#repaints.clear();
    for (const action of actions)
      action(0);
    await settle();
  }

  async show(width, height) {
    await this.decode(width, height);
    await this.repaint();
  }
}

/** A canvas of a page. */
export class FakeCanvas {
  width = 300;
  height = 150;
  resized = 0;
  drawn = [];
  // What covers the whole canvas: the newest picture, or null.
  shown = null;
  #given = false;
  #context = null;

  constructor() {
    for (const side of ['width', 'height']) {
      let value = this[side];
      Object.defineProperty(this, side, { get: () => value, set: to => { value = to; this.resized++; } });
    }
  }

  getContext(kind) {
    if (this.#given)
      throw new Error('InvalidStateError');
    this.#context ??= kind;
    return this.#context === kind ? { drawImage: bitmap => this.#draw(bitmap), fillRect: (...box) => this.#fill(box) } : null;
  }

  #draw(bitmap) {
    this.drawn.push(bitmap);
    this.shown = bitmap;
  }

  #fill(box) {
    if (box.join() === [0, 0, this.width, this.height].join())
      this.shown = null;
  }

  transferControlToOffscreen() {
    if (this.#given || this.#context !== null)
      throw new Error('InvalidStateError');
    this.#given = true;
    return this.surface = new FakeCanvas();
  }
}

/** Lets everything run that waits for nothing but earlier steps. */
export async function settle() {
  for (let i = 0; i < 5; i++)
    await new Promise(resolve => setImmediate(resolve));
}
