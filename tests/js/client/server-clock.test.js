import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ServerClock } from '../../../wwwroot/js/client/server-clock.js';

let nowMs = 0;
mock.method(performance, 'now', () => nowMs);
mock.method(Date, 'now', () => 1_000_000 + nowMs);

/** A ping whose answer left the server in the middle of the round trip. */
function ping(clock, aheadMs, roundTripMs) {
  const sentMs = nowMs;
  const serverMs = 1_000_000 + nowMs + roundTripMs / 2 + aheadMs;
  nowMs += roundTripMs;
  clock.sample(sentMs, serverMs * 1_000);
}

test('an age is unknown before the first sample', () => assert.equal(new ServerClock().ageMs(1), null));

test('an age is that by the server clock, however wrong ours is', () => {
  const clock = new ServerClock();
  ping(clock, 3_600_000, 20);
  assert.equal(clock.ageMs((1_000_000 + nowMs + 3_600_000 - 42) * 1_000), 42);
});

test('a sample with a longer round trip is not taken', () => {
  const clock = new ServerClock();
  ping(clock, 0, 4);
  ping(clock, 150, 400);
  assert.equal(clock.ageMs((1_000_000 + nowMs) * 1_000), 0);
});

test('a clock that is set is followed with the next sample, however long its round trip', () => {
  const clock = new ServerClock();
  ping(clock, 0, 4);
  ping(clock, 60_000, 80);
  assert.equal(clock.ageMs((1_000_000 + nowMs + 60_000) * 1_000), 0);
});

test('a clock that is set by little is followed after a while', () => {
  const clock = new ServerClock();
  ping(clock, 0, 4);
  for (let i = 0; i < 10; i++)
    ping(clock, 40, 5);
  assert.equal(clock.ageMs((1_000_000 + nowMs) * 1_000), 40);
});
