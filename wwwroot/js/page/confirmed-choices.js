/**
 * What the viewer has changed, for the page's address: always as the service says that it is in effect. A value that it refused would
 * lock the viewer out when the page is loaded again.
 */
export class ConfirmedChoices {
  #keep;
  #changed = new Set();

  /** @param {function(Object<string, string|number|boolean|null>): void} keep gets choices; null is the service's default */
  constructor(keep) { this.#keep = keep; }

  /** @param {string[]} names settings that the viewer has changed */
  change(...names) {
    for (const name of names)
      this.#changed.add(name);
  }

  /** @param {string|undefined} name a setting whose new value the service has refused */
  refuse(name) { this.#changed.delete(name); }

  /**
   * @param {object} settings in effect, from `hello` or `config`; `codec` is the one that was asked for, as it may be `auto`
   * @param {{quality: number, fps: number}} defaults what the service gives if nothing is asked for
   */
  confirm(settings, defaults) {
    const { osd, resize, adaptive, fps, requested_quality: quality, codec } = settings;
    const choices = Object.entries({
      osd,
      resize: resize === false ? null : resize,
      fps: fps >= defaults.fps ? null : fps,
      adaptive: adaptive ? null : adaptive,
      // Kept if it is auto, too: a quality in the address alone means JPEG.
      codec,
      quality: adaptive && quality === defaults.quality ? null : quality,
    }).filter(([name]) => this.#changed.has(name));
    if (choices.length > 0)
      this.#keep(Object.fromEntries(choices));
  }
}
