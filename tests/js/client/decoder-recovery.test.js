import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecoderRecovery } from '../../../wwwroot/js/client/decoder-recovery.js';

test('a missing key frame is requested at once, and once a second while it is missing', () => {
  const recovery = new DecoderRecovery();
  const steps = [5_000, 5_033, 5_999, 6_000, 6_500].map(nowMs => recovery.next(false, nowMs));
  assert.deepEqual([steps, recovery.failures], [['request', 'wait', 'wait', 'request', 'wait'], 0]);
});

test('the third failure within a minute ends it, and then it counts anew', () => {
  const recovery = new DecoderRecovery();
  const steps = [0, 30_000, 59_999, 70_000].map(nowMs => recovery.next(true, nowMs));
  assert.deepEqual([steps, recovery.failures], [['request', 'request', 'fallback', 'request'], 4]);
});

test('a failure of more than a minute ago does not count', () => {
  const recovery = new DecoderRecovery();
  const steps = [0, 30_000, 60_000, 90_001].map(nowMs => recovery.next(true, nowMs));
  assert.deepEqual(steps, ['request', 'request', 'request', 'request']);
});
