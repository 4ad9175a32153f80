// The service sends figures once a second, and an unchanged picture as often.
const SILENCE_MS = 2_500;
const STANDSTILL_MS = 1_500;

/** Where pictures stop: on the way, at the service, or in this browser. */
export class StaleCause {
  #heardMs = 0;
  #received = { count: 0, atMs: 0 };
  #drawn = { count: 0, atMs: 0 };

  /** Something came from the service that is no picture. */
  heard(nowMs) { this.#heardMs = nowMs; }

  /**
   * To be called a few times a second.
   *
   * @param {{received: number, drawn: number}} statistics the client's counters
   * @param {number} nowMs by `performance.now()`
   */
  look({ received, drawn }, nowMs) {
    if (received !== this.#received.count)
      this.#received = { count: received, atMs: nowMs };
    if (drawn !== this.#drawn.count)
      this.#drawn = { count: drawn, atMs: nowMs };
  }

  /** @returns {'late'|'browser'|'server'|'silent'} late: pictures are drawn, but old ones */
  at(nowMs) {
    if (nowMs - this.#drawn.atMs < STANDSTILL_MS)
      return 'late';
    if (nowMs - this.#received.atMs < STANDSTILL_MS)
      return 'browser';
    return nowMs - this.#heardMs < SILENCE_MS ? 'server' : 'silent';
  }
}
