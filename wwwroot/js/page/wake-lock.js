/** Keeps the screen awake while the picture is live. Only on https and localhost; elsewhere it does nothing. */
export class WakeLock {
  #lock = null;
  #wanted = false;
  #pending = false;

  constructor() {
    // The browser releases the lock of a hidden page.
    document.addEventListener('visibilitychange', () => this.#follow());
  }

  /** @param {boolean} wanted whether the screen should stay awake */
  set(wanted) {
    if (wanted === this.#wanted)
      return;
    this.#wanted = wanted;
    this.#follow();
  }

  async #follow() {
    if (this.#pending || !navigator.wakeLock)
      return;
    this.#pending = true;
    try {
      // Again, because the wish may change while the browser answers.
      while (this.#isDue) {
        if (this.#wanted)
          this.#lock = await navigator.wakeLock.request('screen');
        else
          await this.#lock.release();
      }
    } catch {
      // Refused, for example because the battery is low. The picture goes on.
    } finally {
      this.#pending = false;
    }
  }

  get #isDue() {
    const isHeld = this.#lock !== null && !this.#lock.released;
    return this.#wanted ? !isHeld && document.visibilityState === 'visible' : isHeld;
  }
}
