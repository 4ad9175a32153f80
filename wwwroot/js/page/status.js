import { Card } from './card.js';
import { attribute, element } from './elements.js';
import { Pill } from './pill.js';
import { isWrongAddress, needsLogin } from './problems.js';
import { StaleCause } from './stale-cause.js';
import { WakeLock } from './wake-lock.js';
import { situation, trouble } from './words.js';

// A picture that was paused or hidden needs a moment to be new again.
const RESUME_MS = 1_000;
const ANSWER_MS = 3_000;

/** Says how the picture is, in the pill, the card and the title: live, or why not and since when. */
export class Status {
  #client;
  #freshness;
  #pill = new Pill();
  #card;
  #wakeLock = new WakeLock();
  #staleCause = new StaleCause();
  #connection = { state: 'connecting' };
  #camera = { state: 'connecting' };
  #encoderProblem;
  #nextTryMs = null;
  #nextTryUs = null;
  #connectionMs = 0;
  #paused = false;
  #resumedMs = -Infinity;

  /**
   * @param {VideoStreamClient} client
   * @param {Freshness} freshness of the shown picture
   */
  constructor(client, freshness) {
    this.#client = client;
    this.#freshness = freshness;
    this.#card = new Card(() => client.retry());
    document.addEventListener('visibilitychange', () => { this.#resumedMs = performance.now(); });
  }

  /** The page has no client: nothing keeps the screen awake. */
  end() { this.#wakeLock.set(false); }

  connectionChanged(detail) {
    this.#connection = detail;
    this.#encoderProblem = undefined;
    this.#connectionMs = performance.now();
    this.#nextTryMs = detail.retryMs == null ? null : performance.now() + detail.retryMs;
    this.#nextTryUs = null;
  }

  cameraChanged(detail) {
    this.#camera = detail;
    this.#nextTryMs = null;
    this.#nextTryUs = detail.next_try_us ?? null;
  }

  settingsChanged({ paused }) {
    if (this.#paused && !paused)
      this.#resumedMs = performance.now();
    this.#paused = paused;
  }

  measured({ encoder_problem: problem }) { this.#encoderProblem = problem; }

  /** Something came from the service that is no picture. */
  heard() { this.#staleCause.heard(performance.now()); }

  /**
   * @param {string} title what is shown as the camera's name
   * @param {boolean} hasPlain whether the MJPEG stream is shown instead
   * @returns {{isShown: boolean, trouble: string}} whether the camera's picture, or why there is none, is shown; and what is wrong
   */
  show(title, hasPlain) {
    const nowMs = performance.now();
    const { capturedUs } = this.#freshness;
    // A service that answers refuses a socket at once. One that does not answer sends no MJPEG stream either.
    const plain = hasPlain && (this.#connection.state !== 'connecting' || nowMs - this.#connectionMs < ANSWER_MS);
    this.#staleCause.look(this.#client.statistics, nowMs);
    const now = situation({
      connection: this.#connection, camera: this.#camera, encoderProblem: this.#encoderProblem,
      paused: this.#paused, plain, hasPlain,
      resuming: nowMs - this.#resumedMs < RESUME_MS, freshness: this.#freshness.state, staleCause: this.#staleCause.at(nowMs),
      // A paused picture does not say since when the camera is lost.
      since: capturedUs === null || this.#paused ? null : new Date(capturedUs / 1_000),
    });
    this.#pill.show(now, this.#freshness.ms, title);
    const { problem, state } = this.#connection;
    // The next try follows the login, which the page asks for.
    const atMs = this.#nextTryMs ?? this.#cameraTryMs(nowMs);
    const next = atMs === null || needsLogin(problem) ? null : { atMs, canRetry: state !== 'open' };
    this.#card.show(now.card, next, isWrongAddress(problem));
    this.#wakeLock.set(now.label === 'live' || now.label === 'late' || plain);
    // The picture of another camera is still on the canvas.
    attribute(element('box'), 'data-empty', capturedUs === null && !hasPlain);
    return { isShown: capturedUs !== null || now.card !== null || plain, trouble: trouble(now) };
  }

  // When the service tries to open the camera again, by this page's clock; null while the service's clock is not known.
  #cameraTryMs(nowMs) {
    const sinceMs = this.#nextTryUs === null ? null : this.#client.ageMs(this.#nextTryUs);
    return sinceMs === null ? null : nowMs - sinceMs;
  }
}
