import { make, write } from './elements.js';
import { Freshness } from './freshness.js';
import { endsAccess } from './problems.js';
import { age, situation } from './words.js';

const UPDATE_MS = 500;
// More than the time between two updates.
const RESUME_MS = 1_500;

/** One camera in the grid: a small picture at a low rate, its name and state. */
export class Tile {
  #client;
  #context;
  #freshness;
  #connection = { state: 'connecting' };
  #camera;
  #encoderProblem;
  #dot = make('span', { className: 'dot' });
  #state = make('span');
  #reason = make('span', { className: 'reason' });
  #canvas = make('canvas', { width: 16, height: 9 });
  #update;
  #hiddenMs = -Infinity;

  /**
   * @param {{name: string, title: string, state: string}} camera from the list of cameras
   * @param {VideoStreamClient} client its stream, without a canvas of its own
   * @param {function(): void} open shows the camera large
   */
  constructor(camera, client, open) {
    this.#client = client;
    this.#camera = { camera: camera.name, title: camera.title, state: camera.state };
    this.name = camera.name;
    this.title = camera.title;
    this.#context = this.#canvas.getContext('2d', { alpha: false });
    this.#freshness = new Freshness(timeUs => client.ageMs(timeUs));
    const name = make('span', { className: 'name', text: camera.title });
    const pill = make('span', { className: 'pill' }, this.#dot, name, this.#state);
    this.element = make('button', { className: 'tile', type: 'button' }, this.#canvas, pill, this.#reason);
    this.element.addEventListener('click', open);
  }

  start() {
    const on = (type, listener) => this.#client.addEventListener(type, ({ detail }) => {
      listener(detail);
      this.#show();
    });
    on('state', detail => this.#connectionChanged(detail));
    on('camera', detail => { this.#camera = detail; });
    on('hello', ({ camera, title, state, settings }) => {
      this.#camera = { camera, title, state };
      this.#freshness.rate = settings.rate;
    });
    on('config', ({ rate }) => { this.#freshness.rate = rate; });
    on('stats', stats => {
      this.#encoderProblem = stats.encoder_problem;
      this.#freshness.cameraRate = stats.camera_fps;
    });
    on('frame', frame => this.#draw(frame));
    this.#client.connect();
    this.#update = setInterval(() => this.#show(), UPDATE_MS);
  }

  /** Tries at once again, where its stream was refused. */
  retry() { this.#client.retry(); }

  /** Ends its stream, and takes its picture from the page. */
  stop() {
    clearInterval(this.#update);
    this.#client.disconnect();
    this.#canvas.remove();
  }

  /** The element that shows the camera. It may be put elsewhere, and goes on until `stop`. */
  get picture() { return this.#canvas; }

  /** @param {boolean} isVisible whether the tile is in sight */
  setVisible(isVisible) {
    if (isVisible)
      this.#client.resume();
    else
      this.#client.pause();
  }

  #connectionChanged(detail) {
    this.#connection = detail;
    if (!endsAccess(detail.problem))
      return;
    this.#client.clear();
    this.#freshness.reset();
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  #draw(frame) {
    if (!frame.live)
      return;
    const { bitmap } = frame;
    if (this.#canvas.width !== bitmap.width || this.#canvas.height !== bitmap.height) {
      this.#canvas.width = bitmap.width;
      this.#canvas.height = bitmap.height;
    }
    this.#context.drawImage(bitmap, 0, 0);
    this.#freshness.show(frame);
  }

  #show() {
    // A hidden page gets no frames, and needs a moment to have a new one.
    if (document.visibilityState === 'hidden')
      this.#hiddenMs = performance.now();
    const now = situation({
      connection: this.#connection, camera: this.#camera, encoderProblem: this.#encoderProblem,
      paused: false, freshness: this.#freshness.state, staleCause: 'server',
      resuming: performance.now() - this.#hiddenMs < RESUME_MS,
    });
    this.element.dataset.kind = this.#dot.dataset.kind = now.kind;
    write(this.#state, now.label === 'live' ? age(this.#freshness.ms) : now.label);
    write(this.#reason, now.card ? now.card.text || now.card.title : '');
  }
}
