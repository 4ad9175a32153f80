import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedRate, History } from '../../../wwwroot/js/page/history.js';

const STATS = { fps: 25, rate: 30, camera_fps: 25, bitrate_kbps: 900, quality: 80, width: 1280, height: 720, skipped: 0 };

test('the history keeps one minute', () => {
  const history = new History();
  for (let i = 1; i <= 70; i++)
    history.add({ ...STATS, fps: i }, 40, i * 1_000);
  const [seconds, values] = history.series('rate');
  assert.deepEqual([seconds.length, seconds[0], seconds.at(-1), values[0], values.at(-1)], [60, -59, 0, 11, 70]);
  assert.deepEqual(history.series('age')[1][0], 40);
});

test('where figures are missing there is a gap', () => {
  const history = new History();
  for (const atMs of [0, 1_000, 8_000, 9_000])
    history.add(STATS, null, atMs);
  assert.deepEqual(history.series('rate'), [[-9, -8, -7, -1, 0], [25, 25, null, 25, 25]]);
});

test('skipped frames are those of a second, and a new connection counts from zero', () => {
  const history = new History();
  history.add({ ...STATS, skipped: 10 }, 40, 0);
  history.add({ ...STATS, skipped: 13 }, 40, 1_000);
  history.begin();
  history.add({ ...STATS, skipped: 2 }, 40, 2_000);
  assert.deepEqual(history.series('skipped')[1], [0, 3, 0]);
});

test('a viewer expects no more frames than the camera has, and no fewer than it gets', () => {
  assert.deepEqual([STATS, { ...STATS, camera_fps: null }, { ...STATS, fps: 27 }].map(expectedRate), [25, 30, 27]);
});

test('H.264 has no quality, whatever JPEG would have', () => {
  const history = new History();
  history.add({ ...STATS, codec: 'jpeg' }, 40, 0);
  history.add({ ...STATS, codec: 'h264' }, 40, 1_000);
  assert.deepEqual([history.series('quality')[1], history.latest.quality], [[80, null], null]);
});
