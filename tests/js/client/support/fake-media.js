/** Video elements and media sources of the browser: the test decides when they open, take bytes and present. They refuse what is wrong. */
export class FakeMedia {
  /** @type {FakeSource[]} all sources, the newest last */
  sources = [];
  /** @type {FakeVideo[]} all elements, the newest last */
  videos = [];
  /** Pictures that were taken of a video. */
  pictures = [];
  addresses = new Set();
  isSupported = true;
  asked = [];

  install(page) {
    const media = this;
    globalThis.MediaSource = class extends FakeSource {
      constructor() {
        super();
        media.sources.push(this);
      }

      static isTypeSupported(type) {
        media.asked.push(type);
        return media.isSupported;
      }
    };
    globalThis.HTMLVideoElement = FakeVideo;
    globalThis.VideoFrame = class {
      constructor(video) { return media.picture(video); }
    };
    page.createElement = name => {
      if (name !== 'video')
        throw new Error(`no element ${name}`);
      media.videos.push(new FakeVideo());
      return media.videos.at(-1);
    };
    URL.createObjectURL = source => {
      const address = `blob:${media.sources.indexOf(source)}`;
      media.addresses.add(address);
      return address;
    };
    URL.revokeObjectURL = address => media.addresses.delete(address);
    return this;
  }

  static uninstall() {
    for (const name of ['MediaSource', 'HTMLVideoElement', 'VideoFrame'])
      delete globalThis[name];
  }

  get source() { return this.sources.at(-1); }

  get video() { return this.videos.at(-1); }

  get buffer() { return this.source.buffer; }

  /** Number of pictures that nobody has closed. */
  get open() { return this.pictures.filter(picture => !picture.closed).length; }

  picture(video) {
    const picture = { ms: video.presentedMs, displayWidth: 64, displayHeight: 36, closed: false, close() { this.closed = true; } };
    this.pictures.push(picture);
    return picture;
  }
}

class FakeSource extends EventTarget {
  /** @type {FakeBuffer|null} */
  buffer = null;

  open() { this.dispatchEvent(new Event('sourceopen')); }

  addSourceBuffer(type) { return this.buffer = new FakeBuffer(type); }
}

class FakeBuffer extends EventTarget {
  updating = false;
  /** All that was done: `append`, `remove`, `type` and `offset`. */
  steps = [];
  error = null;
  #offset = 0;

  constructor(type) {
    super();
    this.type = type;
  }

  get appended() { return this.steps.filter(([name]) => name === 'append').map(([, bytes]) => bytes); }

  appendBuffer(bytes) {
    if (this.error !== null)
      throw this.error;
    this.#begin('append', bytes);
  }

  remove(from, to) { this.#begin('remove', [from, to]); }

  changeType(type) {
    this.#refuseUpdating();
    this.steps.push(['type', type]);
  }

  get timestampOffset() { return this.#offset; }

  set timestampOffset(seconds) {
    this.#refuseUpdating();
    this.#offset = seconds;
    this.steps.push(['offset', seconds]);
  }

  /** Ends what it does now. */
  finish() {
    if (!this.updating)
      throw new Error('nothing to finish');
    this.updating = false;
    this.dispatchEvent(new Event('updateend'));
  }

  finishAll() {
    while (this.updating)
      this.finish();
  }

  #begin(name, detail) {
    this.#refuseUpdating();
    this.updating = true;
    this.steps.push([name, detail]);
  }

  #refuseUpdating() {
    if (this.updating)
      throw new DOMException('updating', 'InvalidStateError');
  }
}

class FakeVideo extends EventTarget {
  src = '';
  error = null;
  playbackRate = 1;
  currentTime = 0;
  presentedMs = null;
  isLoaded = true;
  callback = null;

  play() { return new Promise((_, reject) => { this.refuse = reject; }); }

  requestVideoFrameCallback(callback) { this.callback = callback; }

  removeAttribute(name) { delete this[name]; }

  load() { this.isLoaded = this.src !== undefined; }

  present(ms) {
    const callback = this.callback;
    this.callback = null;
    this.presentedMs = ms;
    callback(0, { mediaTime: ms / 1_000 });
  }

  fail(message) {
    this.error = { code: 3, message };
    this.dispatchEvent(new Event('error'));
  }
}
