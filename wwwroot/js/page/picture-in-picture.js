import { VideoStreamClient } from '../video-stream-client.js';
import { attribute, element } from './elements.js';
import { Freshness } from './freshness.js';
import { PAGE_ID } from './page-id.js';
import { endsAccess } from './problems.js';

const CHECK_MS = 500;
// After that the browser has forgotten the click, and refuses the window.
const FIRST_PICTURE_MS = 4_000;

/**
 * A small window that stays above all others, where the browser has that. It has a stream of its own, because it is looked at while the
 * page is hidden, and a hidden page gets no frames. The service encodes nothing more for it: its settings are the page's.
 */
export class PictureInPicture {
  #settings;
  #failed;
  #client = null;
  #freshness = null;
  #canvas = null;
  #video = null;
  #check;

  /**
   * @param {function(): object} settings gives the camera and the settings
   * @param {function(unknown): void} failed gets the error if the browser opens no window
   */
  constructor(settings, failed) {
    this.#settings = settings;
    this.#failed = failed;
    element('pip').hidden = !document.pictureInPictureEnabled || !HTMLCanvasElement.prototype.captureStream;
    element('pip').addEventListener('click', () => this.toggle());
  }

  toggle() {
    if (document.pictureInPictureElement)
      return document.exitPictureInPicture();
    return this.#client === null ? this.#open() : undefined;
  }

  // A window opens only for a video that plays, and a video plays only with a picture.
  async #open() {
    this.#canvas = document.createElement('canvas');
    this.#video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
    this.#video.addEventListener('leavepictureinpicture', () => this.#close());
    this.#client = new VideoStreamClient(undefined, {
      ...this.#settings(), page: PAGE_ID, canvas: this.#canvas, worker: false, pausesHidden: false,
    });
    this.#freshness = new Freshness(timeUs => this.#client.ageMs(timeUs));
    this.#client.addEventListener('frame', ({ detail }) => this.#freshness.show(detail));
    this.#client.addEventListener('state', ({ detail }) => {
      if (endsAccess(detail.problem))
        this.#leave();
    });
    this.#client.addEventListener('config', ({ detail }) => { this.#freshness.rate = detail.rate; });
    this.#client.addEventListener('stats', ({ detail }) => { this.#freshness.cameraRate = detail.camera_fps; });
    try {
      // The camera, or why there is no picture of it: the service sends a placeholder then.
      const drawn = new Promise((resolve, reject) => {
        this.#client.addEventListener('frame', resolve, { once: true });
        setTimeout(() => reject(new Error('no picture came')), FIRST_PICTURE_MS);
      });
      this.#client.connect();
      await drawn;
      this.#video.srcObject = this.#canvas.captureStream();
      await this.#video.play();
      await this.#video.requestPictureInPicture();
      attribute(element('pip'), 'aria-pressed', true);
      this.#check = setInterval(() => this.#markOld(), CHECK_MS);
    } catch (error) {
      this.#close();
      this.#failed(error);
    }
  }

  // The window has no other place for it, and a picture that stands still looks live.
  #markOld() {
    if (this.#client.state.state === 'open' && this.#freshness.state !== 'stale')
      return;
    const context = this.#canvas.getContext('2d'), { width, height } = this.#canvas;
    const size = Math.max(10, height / 12);
    context.fillStyle = 'rgb(0 0 0 / 80%)';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#ff5d5d';
    context.textAlign = 'center';
    context.font = `${size}px system-ui, sans-serif`;
    context.fillText(this.#client.state.state === 'open' ? 'stale' : 'disconnected', width / 2, height / 2, width);
  }

  #leave() {
    if (document.pictureInPictureElement === this.#video)
      document.exitPictureInPicture();
  }

  #close() {
    clearInterval(this.#check);
    for (const track of this.#video?.srcObject?.getTracks() ?? [])
      track.stop();
    this.#client?.disconnect();
    this.#client = this.#canvas = this.#video = null;
    attribute(element('pip'), 'aria-pressed', false);
  }
}
