import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Freshness } from '../../../wwwroot/js/page/freshness.js';

/** A picture at 30 frames a second by a clock that the test sets. */
function setUp(rate = 30) {
  let nowMs = 0;
  const freshness = new Freshness(timeUs => nowMs - timeUs / 1000, () => nowMs);
  freshness.rate = rate;
  return {
    freshness,
    at: ms => { nowMs = ms; },
    show: (seq, capturedMs) => freshness.show({ seq, capturedUs: capturedMs * 1000 }),
  };
}

test('nothing is known before the first picture', () => {
  const { freshness } = setUp();
  assert.equal(freshness.state, 'none');
  assert.equal(freshness.ms, null);
});

test('a picture is live, then late, then stale', () => {
  const { freshness, at, show } = setUp();
  at(40);
  show(1, 0);
  assert.equal(freshness.state, 'live');
  at(1_240);
  assert.equal(freshness.state, 'live');
  at(1_300);
  assert.equal(freshness.state, 'late');
  at(2_001);
  assert.equal(freshness.state, 'stale');
  show(50, 1_960);
  assert.equal(freshness.state, 'live');
});

test('while the clock of the service is not known, a picture that stays for long is stale too', () => {
  let nowMs = 0;
  const freshness = new Freshness(() => null, () => nowMs);
  freshness.rate = 30;
  freshness.show({ seq: 1, capturedUs: 5 });
  assert.deepEqual([freshness.ms, freshness.state], [null, 'live']);
  nowMs = 2_100;
  assert.equal(freshness.state, 'stale');
});

test('a still scene, whose picture is repeated once a second, is always live', () => {
  const { freshness, at, show } = setUp();
  for (let second = 0; second < 5; second++) {
    at(second * 1_000 + 40);
    show(1 + second * 30, second * 1_000);
    for (let ms = 40; ms <= 1_039; ms += 37) {
      at(second * 1_000 + ms);
      assert.equal(freshness.state, 'live');
    }
  }
});

test('a camera with a picture in ten seconds is live', () => {
  const { freshness, at, show } = setUp();
  show(1, 0);
  at(10_000);
  show(2, 10_000);
  at(20_200);
  assert.equal(freshness.state, 'live');
  at(20_300);
  assert.equal(freshness.state, 'late');
  at(21_100);
  assert.equal(freshness.state, 'stale');
});

test('pictures that arrive old are late although they keep coming', () => {
  const { freshness, at, show } = setUp();
  for (let i = 1; i < 10; i++) {
    at(i * 33 + 400);
    show(i, i * 33);
    assert.equal(freshness.state, 'late');
  }
});

test('another camera begins anew', () => {
  const { freshness, at, show } = setUp();
  show(1, 0);
  at(5_000);
  freshness.reset();
  assert.equal(freshness.state, 'none');
});

test('an age below zero, by a clock that is not quite right, is zero', () => {
  const { freshness, show } = setUp();
  show(1, 5);
  assert.equal(freshness.ms, 0);
});
