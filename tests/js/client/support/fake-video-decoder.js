/** A decoder of the browser: the test decides when a picture comes out. Refuses what a real one refuses. */
export class FakeVideoDecoder {
  /** @type {FakeVideoDecoder[]} all decoders, the newest last */
  static all = [];
  static pictures = [];
  static isSupported = true;
  static asked = [];

  state = 'unconfigured';
  configurations = [];
  chunks = [];
  #waiting = [];
  #needsKey = true;
  #callbacks;

  constructor(callbacks) {
    this.#callbacks = callbacks;
    FakeVideoDecoder.all.push(this);
  }

  static install() {
    FakeVideoDecoder.all = [];
    FakeVideoDecoder.pictures = [];
    FakeVideoDecoder.asked = [];
    FakeVideoDecoder.isSupported = true;
    globalThis.VideoDecoder = FakeVideoDecoder;
    globalThis.EncodedVideoChunk = class { constructor(chunk) { Object.assign(this, chunk); } };
  }

  static uninstall() {
    delete globalThis.VideoDecoder;
    delete globalThis.EncodedVideoChunk;
  }

  static async isConfigSupported(configuration) {
    FakeVideoDecoder.asked.push(configuration);
    return { supported: FakeVideoDecoder.isSupported, config: configuration };
  }

  static get last() { return FakeVideoDecoder.all.at(-1); }

  /** Number of pictures that nobody has closed. */
  static get open() { return FakeVideoDecoder.pictures.filter(picture => !picture.closed).length; }

  configure(configuration) {
    this.#refuseIf(this.state === 'closed', 'InvalidStateError');
    this.configurations.push(configuration);
    this.state = 'configured';
    this.#needsKey = true;
  }

  decode(chunk) {
    this.#refuseIf(this.state !== 'configured', 'InvalidStateError');
    this.#refuseIf(this.#needsKey && chunk.type !== 'key', 'DataError');
    this.#needsKey = false;
    this.chunks.push(chunk);
    this.#waiting.push(chunk);
  }

  close() {
    this.#refuseIf(this.state === 'closed', 'InvalidStateError');
    this.state = 'closed';
    this.#waiting = [];
  }

  /** Gives out the picture of the oldest chunk. */
  output(displayWidth = 64, displayHeight = 36) { this.give(this.#waiting.shift().timestamp, displayWidth, displayHeight); }

  /** Takes the oldest chunk, and gives out nothing for it. */
  swallow() { this.#waiting.shift(); }

  give(timestamp, displayWidth = 64, displayHeight = 36) {
    const picture = { timestamp, displayWidth, displayHeight, closed: false, close() { this.closed = true; } };
    FakeVideoDecoder.pictures.push(picture);
    this.#callbacks.output(picture);
  }

  /** It closes itself, and says why. */
  fail(name = 'EncodingError') {
    this.state = 'closed';
    this.#waiting = [];
    this.#callbacks.error(new DOMException('decoding failed', name));
  }

  #refuseIf(isWrong, name) {
    if (isWrong)
      throw new DOMException('refused', name);
  }
}
