import { make, write } from './elements.js';
import { History } from './history.js';
import { Plot } from './plot.js';
import { report } from './report.js';
import { bitrate, limit, milliseconds, rate, size } from './words.js';

const STYLES = new URL('../vendor/uplot/uPlot.min.css', import.meta.url);

// What each plot shows: the figure's name in the history, its heading, and how its latest value is written.
const PLOTS = [
  { name: 'rate', heading: 'Rate, frames a second', value: row => `${rate(row.rate)} of ${rate(row.expected)}` },
  { name: 'age', heading: 'Age of the picture, ms', value: row => milliseconds(row.age) },
  { name: 'bitrate', heading: 'Bitrate, kbit/s', value: row => bitrate(row.bitrate) },
  { name: 'quality', heading: 'Quality', steps: true, value: row => row.source ? 'original' : String(row.quality) },
  { name: 'width', heading: 'Width, pixels', steps: true, value: row => size(row) },
  { name: 'skipped', heading: 'Skipped frames a second', value: row => String(row.skipped ?? 0) },
];

/** The sheet with plots of the last 60 seconds, what limits the picture, and all of it as text for a bug report. */
export class StatisticsPanel {
  #history = new History();
  #plots = [];
  #limit = make('p', { id: 'limit' });
  #roundTrip = make('p', { id: 'round-trip' });
  #skippedBefore = null;
  #latest = null;

  /**
   * @param {HTMLElement} panel where it is shown
   * @param {function(): void} close hides it
   */
  constructor(panel, close) {
    document.head.append(make('link', { rel: 'stylesheet', href: STYLES.href }));
    const closing = make('button', { type: 'button', text: 'Close' });
    closing.addEventListener('click', close);
    panel.append(make('header', {}, make('h2', { text: 'Statistics' }), closing), this.#limit);
    for (const { name, heading, steps, value } of PLOTS) {
      const latest = make('b', { id: `now-${name}` }), box = make('div', { className: 'plot' });
      panel.append(make('h3', {}, latest, make('span', { text: heading })), box);
      this.#plots.push({ name, value, latest, plot: new Plot(box, { steps }) });
    }
    panel.append(this.#roundTrip, this.#copyButton());
  }

  /**
   * Adds the figures of one second.
   *
   * @param {object} stats the service's message
   * @param {VideoStreamClient} client what received it
   * @param {Freshness} freshness of the shown picture
   */
  add(stats, client, freshness) {
    const row = {
      rate: stats.fps,
      expected: Math.max(stats.fps, Math.min(stats.rate, stats.camera_fps ?? stats.rate)),
      age: freshness.ms,
      bitrate: stats.bitrate_kbps,
      quality: stats.quality,
      source: stats.source,
      width: stats.width,
      height: stats.height,
      skipped: this.#skippedBefore === null ? 0 : stats.skipped - this.#skippedBefore,
    };
    this.#skippedBefore = stats.skipped;
    this.#history.add(row);
    this.#latest = { stats, browser: client.statistics, settings: client.config };
    write(this.#limit, limit(stats, client.statistics));
    write(this.#roundTrip, `Round trip ${milliseconds(stats.round_trip_ms)}, of which waiting ${milliseconds(stats.queueing_ms)}.`);
    for (const { name, value, latest, plot } of this.#plots) {
      write(latest, value(row));
      plot.show(this.#history.series(name));
    }
  }

  // Without https a page has no clipboard. Then the text is shown, to be copied by hand.
  #copyButton() {
    const button = make('button', { type: 'button', text: 'Copy as text' });
    button.addEventListener('click', async () => {
      const text = report(this.#latest, this.#history);
      if (navigator.clipboard) {
        await navigator.clipboard.writeText(text);
        write(button, 'Copied');
      } else {
        button.replaceWith(make('textarea', { readOnly: true, value: text, rows: 8, ariaLabel: 'Statistics as text' }));
      }
    });
    return button;
  }
}
