const SECONDS = 60;

/** The figures of the last 60 seconds. */
export class History {
  #rows = [];

  /** @param {Object<string, number|null>} row the figures of one second */
  add(row) {
    this.#rows.push(row);
    if (this.#rows.length > SECONDS)
      this.#rows.shift();
  }

  /** @returns {[number[], Array<number|null>]} seconds before now, oldest first, and the figure at each */
  series(name) {
    const last = this.#rows.length - 1;
    return [this.#rows.map((_, i) => i - last), this.#rows.map(row => row[name] ?? null)];
  }

  /** @returns {Object<string, number|null>|undefined} */
  get latest() { return this.#rows.at(-1); }
}
