import uPlot from '../vendor/uplot/uPlot.esm.js';

const HEIGHT_PX = 64;

/** A small plot of one figure over the last 60 seconds. */
export class Plot {
  #plot;
  #box;

  /**
   * @param {HTMLElement} box gets the plot, as wide as the box
   * @param {{steps?: boolean}} options steps: the figure changes in steps
   */
  constructor(box, { steps = false } = {}) {
    this.#box = box;
    const style = getComputedStyle(box);
    const grid = { stroke: style.getPropertyValue('--line'), width: 1 };
    const axis = { stroke: style.getPropertyValue('--muted'), grid, ticks: { show: false }, font: '11px system-ui' };
    this.#plot = new uPlot({
      width: box.clientWidth,
      height: HEIGHT_PX,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [-60, 0] }, y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.1] } },
      axes: [{ ...axis, show: false }, { ...axis, size: 56, space: 24 }],
      series: [{}, {
        stroke: style.getPropertyValue('--accent'),
        width: 1.5,
        points: { show: false },
        paths: steps ? uPlot.paths.stepped({ align: 1 }) : undefined,
      }],
    }, [[], []], box);
    new ResizeObserver(() => this.#plot.setSize({ width: box.clientWidth, height: HEIGHT_PX })).observe(box);
  }

  /** @param {[number[], Array<number|null>]} series seconds before now, and the figure at each */
  show(series) {
    if (this.#box.clientWidth > 0)
      this.#plot.setData(series);
  }
}
