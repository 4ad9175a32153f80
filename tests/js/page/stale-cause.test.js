import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StaleCause } from '../../../wwwroot/js/page/stale-cause.js';

/** The cause at the end of ten seconds, in which each of the three happened until some second. */
function causeOf({ heardUntil, receivedUntil, drawnUntil }) {
  const cause = new StaleCause();
  for (let second = 1; second <= 10; second++) {
    if (second <= heardUntil)
      cause.heard(second * 1_000);
    cause.look({ received: Math.min(second, receivedUntil), drawn: Math.min(second, drawnUntil) }, second * 1_000);
  }
  return cause.at(10_000);
}

test('pictures that are drawn, and are old, are late', () => {
  assert.equal(causeOf({ heardUntil: 10, receivedUntil: 10, drawnUntil: 10 }), 'late');
});

test('pictures that arrive and are not drawn are the browser\'s', () => {
  assert.equal(causeOf({ heardUntil: 10, receivedUntil: 10, drawnUntil: 3 }), 'browser');
});

test('a service that sends only words has no pictures', () => {
  assert.equal(causeOf({ heardUntil: 10, receivedUntil: 3, drawnUntil: 3 }), 'server');
});

test('a connection on which nothing arrives is silent', () => {
  assert.equal(causeOf({ heardUntil: 3, receivedUntil: 3, drawnUntil: 3 }), 'silent');
});
