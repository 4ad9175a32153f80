/** Whether frames are wanted now. Each change is sent to the server. */
export class PauseState {
  #isAway;
  #send;
  // Whether `pause` was called, and whether the server was asked to pause, for that or because the page is hidden.
  #isPaused = false;
  #isSent = false;

  /**
   * @param {function(): boolean} isAway whether nobody looks at the page
   * @param {function(object): boolean} send sends a message to the server; false: there is no connection
   */
  constructor(isAway, send) {
    this.#isAway = isAway;
    this.#send = send;
  }

  get isPaused() { return this.#isPaused; }

  get isAway() { return this.#isAway(); }

  /** @param {boolean} isPaused */
  set(isPaused) {
    this.#isPaused = isPaused;
    this.tell();
  }

  /** Ends a pause that the server has no need to know of any more. */
  end() { this.#isPaused = false; }

  /** The connection is lost: the next one is not paused. */
  forget() { this.#isSent = false; }

  /** Sends it to the server, unless that knows. */
  tell() {
    const mustPause = this.#isPaused || this.isAway;
    if (mustPause !== this.#isSent && this.#send({ type: 'command', action: mustPause ? 'pause' : 'resume' }))
      this.#isSent = mustPause;
  }
}
