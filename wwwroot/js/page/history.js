const LENGTH_MS = 60_000;
// The service sends figures once a second. Where some are missing, as between two connections, a plot has a gap.
const GAP_MS = 2_500;

/** The service's figures of the last 60 seconds. */
export class History {
  #rows = [];
  #skippedBefore = null;

  /** Forgets all, as another camera is shown. */
  clear() { this.#rows = []; }

  /** Begins a new connection, which counts from zero. */
  begin() { this.#skippedBefore = null; }

  /**
   * Adds the figures of one second.
   *
   * @param {object} stats the service's message
   * @param {number|null} ageMs of the shown picture
   * @param {number} nowMs by `performance.now()`
   */
  add(stats, ageMs, nowMs) {
    const { fps, source, width, height, skipped } = stats;
    // Only JPEG has a quality.
    const quality = stats.codec === 'h264' ? null : stats.quality;
    const row = {
      atMs: nowMs, rate: fps, expected: expectedRate(stats), age: ageMs, bitrate: stats.bitrate_kbps, quality, source, width, height,
      skipped: this.#skippedBefore === null ? 0 : skipped - this.#skippedBefore,
    };
    this.#skippedBefore = skipped;
    this.#rows.push(row);
    while (this.#rows[0].atMs <= nowMs - LENGTH_MS)
      this.#rows.shift();
  }

  /** @returns {Object<string, any>|undefined} the newest figures */
  get latest() { return this.#rows.at(-1); }

  /**
   * @param {string} name of a figure
   * @returns {[number[], Array<number|null>]} seconds before the newest ones, oldest first, and the figure at each
   */
  series(name) {
    const seconds = [], values = [];
    const lastMs = this.latest?.atMs;
    let before = null;
    for (const row of this.#rows) {
      if (before !== null && row.atMs - before > GAP_MS) {
        seconds.push((before - lastMs) / 1_000 + 1);
        values.push(null);
      }
      seconds.push((row.atMs - lastMs) / 1_000);
      values.push(row[name] ?? null);
      before = row.atMs;
    }
    return [seconds, values];
  }
}

/** Frames a second that the viewer could have. A camera of 25 that delivers 25 lacks nothing, whatever the viewer would take. */
export function expectedRate({ fps, rate, camera_fps: cameraFps }) { return Math.max(fps, Math.min(rate, cameraFps ?? rate)); }
