const LARGEST = 8;
const STEP = 1.25;
const PAN_PX = 60;
// How far one notch of a wheel scrolls, and one line.
const NOTCH_PX = 100;
const LINE_PX = 33;

/** Zooms and pans the shown picture by the wheel, two fingers, the pointer and keys. A double click resets. */
export class Zoom {
  #box;
  #picture;
  #scale = 1;
  #x = 0;
  #y = 0;
  #pointers = new Map();
  #pinchDistance = 0;

  /**
   * @param {HTMLElement} box the part of the page that the picture fills
   * @param {HTMLElement} picture what is zoomed, centred in the box
   */
  constructor(box, picture) {
    this.#box = box;
    this.#picture = picture;
    box.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    box.addEventListener('dblclick', () => this.reset());
    box.addEventListener('pointerdown', event => this.#down(event));
    box.addEventListener('pointermove', event => this.#move(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'])
      box.addEventListener(type, event => this.#up(event));
    new ResizeObserver(() => this.#apply()).observe(box);
  }

  get isZoomed() { return this.#scale > 1; }

  reset() {
    this.#scale = 1;
    this.#x = this.#y = 0;
    this.#apply();
  }

  /** @param {number} direction 1 enlarges, -1 makes smaller */
  step(direction) { this.#by(STEP ** direction, 0, 0); }

  /** Moves the visible part by whole steps to the right and down. */
  pan(right, down) {
    this.#x -= right * PAN_PX;
    this.#y -= down * PAN_PX;
    this.#apply();
  }

  #wheel(event) {
    event.preventDefault();
    const [x, y] = this.#fromCentre(event);
    // A touchpad sends many small distances, a wheel few large ones. Some browsers give them in lines.
    const distance = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
    this.#by(STEP ** Math.min(1, Math.max(-1, -distance / NOTCH_PX)), x, y);
  }

  // The point under the pointer stays where it is.
  #by(factor, x, y) {
    const scale = Math.min(LARGEST, Math.max(1, this.#scale * factor));
    this.#x = x - (x - this.#x) * scale / this.#scale;
    this.#y = y - (y - this.#y) * scale / this.#scale;
    this.#scale = scale;
    this.#apply();
  }

  #down(event) {
    if (event.button !== 0)
      return;
    this.#pointers.set(event.pointerId, event);
    if (this.isZoomed || this.#pointers.size > 1)
      this.#box.setPointerCapture(event.pointerId);
    this.#pinchDistance = this.#distance();
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined)
      return;
    // It was released where the box does not learn it.
    if (event.buttons === 0) {
      this.#up(event);
      return;
    }
    this.#pointers.set(event.pointerId, event);
    if (this.#pointers.size === 2) {
      const distance = this.#distance();
      const [x, y] = this.#middle();
      if (this.#pinchDistance > 0)
        this.#by(distance / this.#pinchDistance, x, y);
      this.#pinchDistance = distance;
    } else if (this.isZoomed) {
      this.#x += event.clientX - before.clientX;
      this.#y += event.clientY - before.clientY;
      this.#apply();
    }
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    this.#pinchDistance = this.#distance();
  }

  #distance() {
    if (this.#pointers.size !== 2)
      return 0;
    const [a, b] = [...this.#pointers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  }

  #middle() {
    const [a, b] = [...this.#pointers.values()].map(event => this.#fromCentre(event));
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }

  #fromCentre({ clientX, clientY }) {
    const { left, top, width, height } = this.#box.getBoundingClientRect();
    return [clientX - left - width / 2, clientY - top - height / 2];
  }

  // No edge of the picture comes further in than the edge of the box.
  #apply() {
    const limitX = this.#box.clientWidth * (this.#scale - 1) / 2, limitY = this.#box.clientHeight * (this.#scale - 1) / 2;
    this.#x = Math.min(limitX, Math.max(-limitX, this.#x));
    this.#y = Math.min(limitY, Math.max(-limitY, this.#y));
    this.#picture.style.transform = this.isZoomed ? `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})` : '';
    this.#box.classList.toggle('zoomed', this.isZoomed);
  }
}
