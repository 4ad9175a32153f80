import { make, write } from './elements.js';
import { FIGURES } from './figures.js';
import { Plot } from './plot.js';
import { report } from './report.js';
import { encoding, limit, milliseconds } from './words.js';

const STYLES = new URL('../vendor/uplot/uPlot.min.css', import.meta.url);
const COPIED_MS = 2_000;

/** The sheet with plots of the last 60 seconds, what limits the picture, and all of it as text for a bug report. */
export class StatisticsPanel {
  #history;
  #latest;
  #plots = [];
  #limit = make('p', { id: 'limit' });
  #roundTrip = make('p', { id: 'round-trip' });
  #encoding = make('p', { id: 'encoding' });

  /**
   * @param {HTMLElement} panel where it is shown
   * @param {History} history the figures that are shown
   * @param {function(): {stats: object|null, browser: object, settings: object|null, trouble: string}} latest gives the service's last
   * message, the client's counters, the settings in effect, and what is wrong with the picture
   * @param {function(): void} close hides it
   */
  constructor(panel, history, latest, close) {
    this.#history = history;
    this.#latest = latest;
    document.head.append(make('link', { rel: 'stylesheet', href: STYLES.href }));
    const closing = make('button', { type: 'button', text: 'Close' });
    closing.addEventListener('click', close);
    panel.append(make('header', {}, make('h2', { text: 'Statistics' }), closing), this.#limit);
    for (const { name, heading, steps, value } of FIGURES) {
      const latest = make('b', { id: `now-${name}` }), box = make('div', { className: 'plot' });
      panel.append(make('h3', {}, latest, make('span', { text: heading })), box);
      this.#plots.push({ name, value, latest, plot: new Plot(box, { steps }) });
    }
    panel.append(this.#roundTrip, this.#encoding, this.#copyButton());
  }

  /** Shows what the history has now. */
  show() {
    const { stats, browser, settings, trouble } = this.#latest();
    if (stats === null || trouble)
      write(this.#limit, trouble);
    if (stats === null)
      return;
    if (!trouble)
      write(this.#limit, limit(stats, browser));
    write(this.#roundTrip, `Round trip ${milliseconds(stats.round_trip_ms)}, of which waiting ${milliseconds(stats.queueing_ms)}.`);
    write(this.#encoding, encoding(settings ?? {}, browser));
    for (const { name, value, latest, plot } of this.#plots) {
      write(latest, value(this.#history.latest));
      plot.show(this.#history.series(name));
    }
  }

  // Without https a page has no clipboard, and with it the browser may refuse. Then the text is shown, to be copied by hand.
  #copyButton() {
    const button = make('button', { id: 'copy', type: 'button', text: 'Copy as text' });
    button.addEventListener('click', async () => {
      const text = report(this.#latest(), this.#history);
      try {
        await navigator.clipboard.writeText(text);
        write(button, 'Copied');
        setTimeout(() => write(button, 'Copy as text'), COPIED_MS);
      } catch {
        const field = make('textarea', { id: 'report', readOnly: true, value: text, rows: 8, ariaLabel: 'Statistics as text' });
        button.replaceWith(field);
        field.select();
      }
    });
    return button;
  }
}
