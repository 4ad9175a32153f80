import { attribute, element } from './elements.js';

/** Full screen and picture in picture, where the browser has them. */
export class Screen {
  #video = null;

  constructor() {
    element('fullscreen').hidden = !document.fullscreenEnabled;
    element('pip').hidden = !document.pictureInPictureEnabled || !HTMLCanvasElement.prototype.captureStream;
    element('fullscreen').addEventListener('click', () => this.toggleFullscreen());
    element('pip').addEventListener('click', () => this.togglePictureInPicture());
    document.addEventListener('fullscreenchange', () => attribute(element('fullscreen'), 'aria-pressed', !!document.fullscreenElement));
  }

  toggleFullscreen() {
    if (document.fullscreenElement)
      document.exitFullscreen();
    else if (document.fullscreenEnabled)
      document.documentElement.requestFullscreen();
  }

  async togglePictureInPicture() {
    if (document.pictureInPictureElement) {
      await document.exitPictureInPicture();
      return;
    }
    if (this.#video === null) {
      this.#video = document.createElement('video');
      this.#video.muted = true;
      this.#video.addEventListener('leavepictureinpicture', () => this.#end());
    }
    this.#video.srcObject = element('picture').captureStream();
    await this.#video.play();
    await this.#video.requestPictureInPicture();
  }

  // A stream that nobody sees would still be encoded.
  #end() {
    for (const track of this.#video.srcObject?.getTracks() ?? [])
      track.stop();
    this.#video.srcObject = null;
  }
}
