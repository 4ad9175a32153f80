import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { RetrySchedule } from '../../../wwwroot/js/client/retry-schedule.js';

const random = mock.method(Math, 'random', () => 0.5);

test('waits double after each loss, up to 15 s, and begin anew after an admission', () => {
  const schedule = new RetrySchedule();
  const waits = () => Array.from({ length: 7 }, () => schedule.lost());
  assert.deepEqual(waits(), [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  schedule.reset();
  assert.equal(schedule.lost(), 500);
});

test('clients that lost the same service spread over the wait', () => {
  const waits = [0, 0.25, 0.999].map(value => {
    random.mock.mockImplementation(() => value);
    return new RetrySchedule().lost();
  });
  random.mock.mockImplementation(() => 0.5);
  assert.deepEqual(waits, [250, 375, 750]);
});

test('a place is asked for soon once, and then every two seconds', () => {
  const schedule = new RetrySchedule();
  assert.deepEqual([schedule.full(), schedule.full(), schedule.full()], [360, 1_800, 1_800]);
});

test('after a refusal it waits as long as the service asks for, at least, within bounds', () => {
  const schedule = new RetrySchedule();
  assert.deepEqual([schedule.refused(0), schedule.refused(2_000), schedule.refused(1e9)], [12_500, 2_500, 75_000]);
  random.mock.mockImplementation(() => 0);
  assert.equal(schedule.refused(2_000), 2_000);
  random.mock.mockImplementation(() => 0.5);
});
