import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepUp } from '../../../wwwroot/js/client/live-edge.js';

test('a player that has shown all plays at its own speed', () => {
  assert.deepEqual(keepUp(0), { rate: 1, skips: false, isLost: false });
});

test('the longer a picture waits, the faster it plays, within bounds', () => {
  assert.deepEqual([30, 31, 55, 80, 130, 180, 1_000, 60_000].map(ms => keepUp(ms).rate), [1, 1.25, 1.5, 2, 3, 4, 4, 4]);
});

test('it skips to a key frame when it is late, and asks for one when it is very late', () => {
  const steps = [99, 101, 499, 501].map(keepUp).map(({ skips, isLost }) => [skips, isLost]);
  assert.deepEqual(steps, [[false, false], [true, false], [true, false], [true, true]]);
});
