import { rate, size } from './words.js';

/** What each plot shows: the figure's name in the history, its heading, and its latest value in the heading's unit, as on the plot. */
export const FIGURES = [
  { name: 'rate', heading: 'Rate, frames a second', value: row => `${rate(row.rate)} of ${rate(row.expected)}` },
  { name: 'age', heading: 'Age of the picture, ms', value: row => whole(row.age) },
  { name: 'bitrate', heading: 'Bitrate, kbit/s', value: row => whole(row.bitrate) },
  { name: 'quality', heading: 'Quality', steps: true, value: row => row.source ? 'original' : whole(row.quality) },
  { name: 'width', heading: 'Size, pixels (the width is plotted)', steps: true, value: row => size(row) },
  { name: 'skipped', heading: 'Skipped frames a second', value: row => whole(row.skipped) },
];

function whole(value) { return value == null ? '–' : String(Math.round(value)); }
