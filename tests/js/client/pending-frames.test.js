import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PendingFrames } from '../../../wwwroot/js/client/pending-frames.js';

function pending(...ids) {
  const frames = new PendingFrames();
  for (const id of ids)
    frames.add({ id });
  return frames;
}

test('a drawn frame replaces all before it, and none after it', () => {
  const frames = pending(1, 2, 3, 4);
  assert.deepEqual(frames.take(3, true), { frame: { id: 3 }, replaced: 2 });
  assert.deepEqual(frames.drop(), { id: 4 });
});

test('a frame that failed replaces none', () => {
  const frames = pending(1, 2);
  assert.deepEqual(frames.take(2, false), { frame: { id: 2 }, replaced: 0 });
  assert.deepEqual(frames.take(1, true), { frame: { id: 1 }, replaced: 0 });
});

test('a dropped frame that is drawn nevertheless is unknown', () => {
  const frames = pending(1, 2);
  assert.deepEqual(frames.drop(), { id: 2 });
  frames.add({ id: 3 });
  assert.deepEqual(frames.take(2, true), { frame: undefined, replaced: 0 });
  assert.deepEqual(frames.drop(), { id: 3 });
  assert.equal(frames.drop(), null);
});
