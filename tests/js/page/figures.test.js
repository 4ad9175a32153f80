import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURES } from '../../../wwwroot/js/page/figures.js';

const ROW = { rate: 12.53, expected: 25, age: 3_240.4, bitrate: 8_612, quality: 80, source: false, width: 1280, height: 720, skipped: 3 };

const written = row => Object.fromEntries(FIGURES.map(({ name, value }) => [name, value(row)]));

test('each figure is written in the unit that its heading and its plot have', () => {
  const values = { rate: '12.5 of 25', age: '3240', bitrate: '8612', quality: '80', width: '1280 × 720', skipped: '3' };
  assert.deepEqual(written(ROW), values);
  const { heading } = FIGURES.find(({ name }) => name === 'bitrate');
  assert.match(heading, /kbit\/s$/);
});

test('what is not known is a dash, and the camera\'s own picture has no quality', () => {
  const { age, bitrate, quality, width } = written({ rate: 0, expected: 25, age: null, quality: null, source: true, skipped: 0 });
  assert.deepEqual([age, bitrate, quality, width], ['–', '–', 'original', '–']);
});
