// Ten seconds. A decoder that says nothing any more must not fill the memory.
const MOST = 300;

/**
 * Frames that are received and not drawn yet, in the order of their ids.
 *
 * @template {{id: number}} T
 */
export class PendingFrames {
  /** @type {Map<number, T>} */
  #frames = new Map();

  /** @param {T} frame with a higher id than those before; the oldest is dropped if there are too many */
  add(frame) {
    this.#frames.set(frame.id, frame);
    if (this.#frames.size > MOST)
      this.#frames.delete(/** @type {number} */ (this.#frames.keys().next().value));
  }

  /**
   * Takes a frame that was drawn, or cannot be. Those before it are never drawn after it.
   *
   * @param {number} id
   * @param {boolean} drawn whether it was drawn
   * @returns {{frame: T|undefined, replaced: number}} no frame if it was dropped meanwhile; how many frames a newer one has replaced
   */
  take(id, drawn) {
    const frame = this.#frames.get(id);
    let replaced = 0;
    if (frame !== undefined)
      this.#frames.delete(id);
    if (frame !== undefined && drawn)
      for (const older of this.#frames.keys())
        if (older < id) {
          this.#frames.delete(older);
          replaced++;
        }
    return { frame, replaced };
  }

  /** @returns {T|null} the newest frame; none is left */
  drop() {
    const newest = [...this.#frames.values()].at(-1) ?? null;
    this.#frames.clear();
    return newest;
  }
}
