import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodecReturn } from '../../../wwwroot/js/client/codec-return.js';

const MINUTE = 60_000;

/** The minutes at which it is due, where a codec comes for so long. */
function due(codecReturn, codec, from, to) {
  const times = [];
  for (let minute = from; minute < to; minute++)
    if (codecReturn.isDue(codec, minute * MINUTE))
      times.push(minute - from);
  return times;
}

test('what never works is asked for ever more seldom, but once a day', () => {
  const days = due(new CodecReturn(), 'jpeg', 0, 8 * 1_440);
  assert.deepEqual(days.slice(0, 5), [5, 20, 65, 200, 605]);
  assert.deepEqual(days.slice(-3).map((minute, i, all) => minute - (all[i - 1] ?? minute)), [0, 1_440, 1_440]);
});

test('what works for a while is asked for soon after the next fallback', () => {
  const codecReturn = new CodecReturn();
  due(codecReturn, 'jpeg', 0, 100);
  assert.deepEqual(due(codecReturn, 'h264', 100, 105), []);
  assert.deepEqual(due(codecReturn, 'jpeg', 105, 205), []);
  assert.deepEqual(due(codecReturn, 'h264', 205, 220), []);
  assert.deepEqual(due(codecReturn, 'jpeg', 220, 230), [5]);
});
