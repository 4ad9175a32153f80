import { codecString, readSample } from './h264-unit.js';
import { keepUp } from './live-edge.js';
import { MediaFeed } from './media-feed.js';
import { fragment, initSegment } from './mp4-fragments.js';

// How long a picture lasts in the media's own time, whenever the next one comes. So there are no gaps, where players stop. Mostly the
// player has played all that it has, and shows at once what comes next. Longer ones would hold that up; of shorter ones Chromium does not
// show those that are over before the screen repaints.
const UNIT_MS = 33;
// When many units come at once, as after a link stood still, each begins so long after the one before. Few of them are shown then, and the
// player reaches the newest one sooner than by its speed alone. With 1 ms Chromium took much longer.
const QUEUED_MS = 5;
// So many that wait are many.
const LONG_QUEUE = 3;
// The player can forget what it has played only up to a key frame. The encoder makes none by itself.
const KEY_INTERVAL_MS = 20_000;
// The first picture takes longer: the player opens the media and starts a decoder.
const LONGEST_START_MS = 6_000;
const LONGEST_WAIT_MS = 3_000;

/**
 * Decodes by Media Source Extensions, where the browser has no decoder for scripts: a video element plays the access units as an MP4, one
 * a fragment. Starts at a key frame, as the other decoder does. Works on the page only.
 *
 * @implements {Decoder}
 */
export class MseDecoder {
  #listener;
  /** @type {MediaFeed|null} */
  #feed = null;
  #hasShown = false;
  // What the media was begun with.
  #type = '';
  #parameters = '';
  // Access units that are not presented yet, in order.
  /** @type {{frame: Frame, startMs: number, fedMs: number}[]} */
  #waiting = [];
  /** @type {Frame|null} */
  #newest = null;
  #sequence = 0;
  // When the newest one ends in the media's time.
  #endMs = 0;
  // The newest key frame: when it is shown, and when it came.
  #key = { startMs: 0, receivedMs: 0 };
  // What was before that is no longer in memory.
  #freedMs = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** @type {number|null} */
  #repaint = null;

  /** @param {PlayerListener} listener */
  constructor(listener) { this.#listener = listener; }

  /** @param {Frame} frame */
  decode(frame) {
    this.#newest = frame;
    try {
      const sample = readSample(new Uint8Array(/** @type {ArrayBuffer} */ (frame.picture)));
      if (sample.isKey && sample.sequenceParameters.length > 0)
        this.#begin(sample, frame);
      if (this.#feed === null)
        this.#listener.lost(frame, null);
      else
        this.#append(this.#feed, sample, frame);
    } catch (error) {
      this.#fail(error);
    }
  }

  drop() {
    this.#feed?.close();
    this.#feed = null;
    this.#parameters = '';
    this.#waiting = [];
    this.#stopWaiting();
  }

  /**
   * @param {Sample} sample a key frame
   * @param {Frame} frame
   */
  #begin(sample, { size }) {
    const type = `video/mp4; codecs="${codecString(sample.sequenceParameters[0])}"`;
    const parameters = [size.width, size.height, ...sample.sequenceParameters, ...sample.pictureParameters].join(';');
    const feed = this.#feed ??= this.#create(type);
    if (this.#type !== type)
      feed.changeType(type);
    if (this.#parameters !== parameters)
      feed.append(initSegment(sample, size));
    // The times in a fragment have 32 bits. So they begin anew.
    feed.moveTimes(this.#endMs);
    this.#type = type;
    this.#parameters = parameters;
    this.#key = { startMs: this.#endMs, receivedMs: performance.now() };
  }

  /** @param {string} type */
  #create(type) {
    this.#endMs = this.#freedMs = 0;
    this.#hasShown = false;
    this.#type = type;
    /** @type {MediaFeed} */
    const feed = new MediaFeed(type, {
      presented: (ms, video) => this.#presented(feed, ms, video),
      failed: error => this.#fail(error),
    });
    return feed;
  }

  /**
   * @param {MediaFeed} feed
   * @param {Sample} sample
   * @param {Frame} frame
   */
  #append(feed, sample, frame) {
    if (!sample.isKey && this.#waiting.length >= LONG_QUEUE)
      this.#endMs -= UNIT_MS - QUEUED_MS;
    const startMs = this.#endMs, nowMs = performance.now();
    const { skips, isLost } = this.#keepUp(feed);
    this.#endMs += UNIT_MS;
    this.#waiting.push({ frame, startMs, fedMs: nowMs });
    this.#expect();
    if (isLost || nowMs - this.#key.receivedMs > KEY_INTERVAL_MS)
      this.#listener.keyFrameDue();
    // It may fail at once, and is dropped then.
    feed.append(fragment(++this.#sequence, startMs - this.#key.startMs, UNIT_MS, sample));
    if (sample.isKey && skips)
      feed.skipTo(startMs);
  }

  /** @param {MediaFeed} feed */
  #keepUp(feed) {
    const behindMs = this.#waiting.length > 0 ? performance.now() - this.#waiting[0].fedMs : 0;
    const how = keepUp(behindMs);
    feed.rate = how.rate;
    return how;
  }

  /**
   * @param {MediaFeed} feed
   * @param {number} ms
   * @param {HTMLVideoElement} video
   */
  #presented(feed, ms, video) {
    let unit;
    // Browsers round the time.
    while (this.#waiting.length > 0 && this.#waiting[0].startMs < ms + QUEUED_MS / 2)
      unit = this.#waiting.shift();
    if (unit === undefined)
      return;
    this.#hasShown = true;
    this.#stopWaiting();
    if (this.#waiting.length > 0)
      this.#expect();
    this.#keepUp(feed);
    const { startMs } = this.#key;
    if (this.#freedMs < startMs && startMs <= unit.startMs) {
      this.#freedMs = startMs;
      feed.removeBefore(startMs);
    }
    if (!unit.frame.isHidden)
      this.#give(feed, unit.frame, unit.fedMs, video);
  }

  /**
   * @param {MediaFeed} feed
   * @param {Frame} frame
   * @param {number} fedMs
   * @param {HTMLVideoElement} video
   */
  async #give(feed, frame, fedMs, video) {
    try {
      // The first is there at once, and costs no copy. Not all browsers have it.
      const picture = typeof VideoFrame === 'function' ? new VideoFrame(video) : await createImageBitmap(video);
      if (this.#feed === feed)
        this.#listener.decoded(frame, picture, performance.now() - fedMs);
      else
        picture.close();
    } catch (error) {
      if (this.#feed === feed)
        this.#fail(error);
    }
  }

  // A player may stop without saying so. One in an iframe that is scrolled out of sight shows nothing because nothing is painted there.
  #expect() {
    if (this.#timer !== undefined)
      return;
    const longestMs = this.#hasShown ? LONGEST_WAIT_MS : LONGEST_START_MS;
    let isPainted = typeof requestAnimationFrame !== 'function';
    if (!isPainted)
      this.#repaint = requestAnimationFrame(() => { isPainted = true; });
    this.#timer = setTimeout(() => {
      if (isPainted) {
        this.#fail(new Error('the video element shows nothing'));
        return;
      }
      // Begins anew, so that what waits for nothing does not grow.
      this.#fail(null);
    }, longestMs);
  }

  #stopWaiting() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#repaint !== null)
      cancelAnimationFrame(this.#repaint);
    this.#repaint = null;
  }

  /** @param {unknown} error null if nothing is wrong with the decoder */
  #fail(error) {
    this.drop();
    this.#listener.lost(/** @type {Frame} */ (this.#newest), error);
  }
}

/**
 * @typedef {import('./codecs.js').Decoder} Decoder
 * @typedef {import('./codecs.js').Frame} Frame
 * @typedef {import('./codecs.js').PlayerListener} PlayerListener
 * @typedef {import('./h264-unit.js').Sample} Sample
 */
