import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { FakeSocket } from './support/fake-socket.js';
import { settle } from './support/fake-screen.js';
import { fail, problem, WatchedConnection } from './support/watched-connection.js';

mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
mock.method(Math, 'random', () => 0.5);
let watched;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  watched = new WatchedConnection();
});

test('a service that is not there does not answer, and is tried again', async () => {
  watched.connection.open();
  await fail();
  assert.deepEqual(watched.state, { state: 'waiting', reason: 'the service does not answer', retryMs: 500 });
  assert.equal(watched.asked[0].url, 'http://host/ws/video_feed?quality=60');
  mock.timers.tick(500);
  assert.equal(FakeSocket.all.length, 2);
});

test('a refused origin and a disabled socket are refused in the words of the service, and tried again slowly', async () => {
  for (const [status, words] of [[403, 'this origin is not allowed'], [404, 'WebSocket is disabled'], [503, 'WebSocket is disabled']]) {
    watched.answer = problem(status, words);
    watched.connection.open();
    await fail();
    const { state, reason, retryMs, problem: { detail } } = watched.state;
    assert.deepEqual([state, reason, retryMs, detail], ['refused', words, 12_500, words]);
    const tries = FakeSocket.all.length;
    mock.timers.tick(12_499);
    assert.equal(FakeSocket.all.length, tries);
    mock.timers.tick(1);
    assert.equal(FakeSocket.all.length, tries + 1);
  }
});

test('a refusal is tried again when the service says', async () => {
  watched.answer = problem(429, 'too many streams a second', { 'retry-after': '2' });
  watched.connection.open();
  await fail();
  assert.equal(watched.state.retryMs, 2_500);
});

test('a bad request is tried again seldom, because a camera may be put back, and at once by retry', async () => {
  watched.answer = problem(400, 'no camera nosuch');
  watched.connection.open();
  await fail();
  const { state, reason, retryMs } = watched.state;
  assert.deepEqual([state, reason, retryMs], ['refused', 'no camera nosuch', 75_000]);
  watched.connection.retry();
  assert.equal(FakeSocket.all.length, 2);
  await fail();
  mock.timers.tick(75_000);
  assert.equal(FakeSocket.all.length, 3);
});

test('a link that has ended is not tried again, but by retry', async () => {
  for (const code of ['wrong_link', 'expired_link', 'revoked_link']) {
    watched.answer = problem(403, 'the link', {}, { code });
    watched.connection.open();
    await fail();
    assert.deepEqual([watched.state.state, watched.state.retryMs], ['refused', undefined]);
  }
});

test('a host that the service does not answer to is tried again, because a setting can allow it', async () => {
  watched.answer = problem(400, 'not this host', {}, { code: 'host_not_allowed' });
  watched.connection.open();
  await fail();
  assert.deepEqual([watched.state.state, watched.state.retryMs], ['refused', 12_500]);
});

test('a proxy that answers for the service is not the service', async () => {
  watched.answer = () => Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: 502 }));
  watched.connection.open();
  await fail();
  assert.deepEqual(watched.state, { state: 'waiting', reason: 'the service does not answer (HTTP status 502)', retryMs: 500 });
});

test('sockets are blocked on the way when the service would have opened two in a row', async () => {
  watched.answer = problem(426, 'not a WebSocket request');
  watched.connection.open();
  await fail();
  assert.deepEqual(watched.state, { state: 'waiting', reason: "the socket can't be opened", retryMs: 500 });
  mock.timers.tick(500);
  await fail();
  assert.deepEqual([watched.state.state, watched.state.blocked, watched.state.retryMs], ['waiting', true, 1_000]);
  mock.timers.tick(1_000);
  FakeSocket.last.accept();
  watched.connection.admitted();
  FakeSocket.last.end();
  mock.timers.tick(500);
  await fail();
  assert.equal(watched.state.blocked, undefined);
});

test('a socket that neither opens nor fails is given up after ten seconds, and the question why after three', async () => {
  watched.answer = ({ signal }) => new Promise((_, reject) => { signal.onabort = () => reject(signal.reason); });
  watched.connection.open();
  mock.timers.tick(10_000);
  await settle();
  assert.equal(watched.state.state, 'connecting');
  mock.timers.tick(3_000);
  await settle();
  assert.deepEqual(watched.state, { state: 'waiting', reason: 'the service does not answer', retryMs: 500 });
});

test('one that is closed while it asks why stays closed', async () => {
  let refuse;
  watched.answer = () => new Promise((_, reject) => { refuse = reject; });
  watched.connection.open();
  await fail();
  watched.connection.close();
  assert.equal(watched.asked[0].signal.aborted, true);
  refuse(new Error());
  await settle();
  mock.timers.tick(600_000);
  assert.deepEqual(watched.states.map(({ state }) => state), ['connecting']);
  assert.equal(FakeSocket.all.length, 1);
});
