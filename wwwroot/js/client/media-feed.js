/** A muted video element of its own, in no page, and the media that it plays. */
export class MediaFeed {
  #listener;
  #video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, disablePictureInPicture: true });
  #source = new MediaSource();
  #address = URL.createObjectURL(this.#source);
  /** @type {SourceBuffer|null} */
  #buffer = null;
  // What is to be done with the buffer, in order. It does one thing at a time.
  /** @type {((buffer: SourceBuffer) => void)[]} */
  #steps = [];
  #isClosed = false;

  /**
   * @param {string} type of the media, as in `video/mp4; codecs="avc1.42E01F"`
   * @param {FeedListener} listener
   */
  constructor(type, listener) {
    this.#listener = listener;
    this.#source.addEventListener('sourceopen', () => this.#try(() => this.#open(type)), { once: true });
    this.#video.addEventListener('error', () => this.#fail(new Error(this.#video.error?.message || 'the video element failed')));
    this.#video.src = this.#address;
    this.#video.play().catch(error => this.#fail(error));
    this.#watch();
  }

  /** @param {Uint8Array} bytes an initialization segment or a fragment */
  append(bytes) { this.#add(buffer => buffer.appendBuffer(/** @type {Uint8Array<ArrayBuffer>} */ (bytes))); }

  /** @param {string} type of the media that is appended after it */
  changeType(type) { this.#add(buffer => buffer.changeType(type)); }

  /** @param {number} ms is added to the times of the fragments that are appended after it */
  moveTimes(ms) { this.#add(buffer => { buffer.timestampOffset = ms / 1_000; }); }

  /**
   * Frees memory.
   *
   * @param {number} ms where a key frame begins
   */
  removeBefore(ms) { this.#add(buffer => buffer.remove(0, ms / 1_000)); }

  /** @param {number} ms where a key frame begins that was appended */
  skipTo(ms) { this.#add(() => { this.#video.currentTime = ms / 1_000; }); }

  /** @param {number} rate the speed; 1 is that of the media's own times */
  set rate(rate) {
    if (this.#video.playbackRate !== rate)
      this.#video.playbackRate = rate;
  }

  /** Frees all memory. */
  close() {
    this.#isClosed = true;
    this.#steps = [];
    this.#video.removeAttribute('src');
    this.#video.load();
    URL.revokeObjectURL(this.#address);
  }

  /** @param {string} type */
  #open(type) {
    const buffer = this.#source.addSourceBuffer(type);
    buffer.addEventListener('updateend', () => this.#next());
    this.#buffer = buffer;
    this.#next();
  }

  /** @param {(buffer: SourceBuffer) => void} step */
  #add(step) {
    this.#steps.push(step);
    this.#next();
  }

  #next() {
    this.#try(() => {
      while (this.#buffer?.updating === false && this.#steps.length > 0)
        this.#steps.shift()?.(this.#buffer);
    });
  }

  #watch() {
    this.#video.requestVideoFrameCallback((_, { mediaTime }) => {
      if (this.#isClosed)
        return;
      this.#watch();
      this.#listener.presented(mediaTime * 1_000, this.#video);
    });
  }

  /** @param {() => void} action */
  #try(action) {
    if (this.#isClosed)
      return;
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!this.#isClosed)
      this.#listener.failed(error);
  }
}

/**
 * @typedef {object} FeedListener
 * @property {function(number, HTMLVideoElement): void} presented gets the time of the picture that is presented now, in milliseconds, and
 * the element that has it
 * @property {function(unknown): void} failed gets the error. Neither is called after `close`.
 */
