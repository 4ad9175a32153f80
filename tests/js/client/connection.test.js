import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Connection } from '../../../wwwroot/js/client/connection.js';
import { FakeSocket } from './support/fake-socket.js';
import { settle } from './support/fake-screen.js';

mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
mock.method(Math, 'random', () => 0.5);
let states, texts, binaries, answer, asked, connection, onState;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  FakeSocket.install();
  states = [];
  texts = [];
  binaries = [];
  asked = [];
  onState = () => {};
  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  globalThis.fetch = (url, options) => {
    asked.push({ url: String(url), signal: options.signal });
    return answer(options);
  };
  connection = new Connection({
    address: () => new URL('ws://host/ws/video_feed?quality=60'),
    state: detail => {
      states.push(detail);
      onState(detail);
    },
    text: message => texts.push(message),
    binary: data => binaries.push(data),
    dropped: () => {},
  });
});

const problem = (status, detail, headers = {}) => () => Promise.resolve(new Response(
  JSON.stringify({ status, detail }), { status, headers: { 'content-type': 'application/problem+json', ...headers } }));

async function fail() {
  FakeSocket.last.end();
  await settle();
}

test('it offers the subprotocol, pings early and often, and passes on what comes', () => {
  connection.open();
  const socket = FakeSocket.last;
  socket.accept();
  assert.equal(socket.url, 'ws://host/ws/video_feed?quality=60');
  assert.deepEqual([socket.protocol, socket.binaryType], ['videostream.v1', 'arraybuffer']);
  mock.timers.tick(1_000);
  assert.equal(socket.sentOf('ping').length, 4);
  socket.receive({ type: 'stats', fps: 3 });
  socket.receive({ type: 'pong', t: performance.now(), server_time_us: Date.now() * 1_000 });
  socket.receive(new ArrayBuffer(3));
  assert.deepEqual(texts, [{ type: 'stats', fps: 3 }]);
  assert.equal(binaries.length, 1);
  assert.ok(Math.abs(connection.clock.ageMs(Date.now() * 1_000)) < 10_000);
});

test('a lost connection comes back by itself, later each time', async () => {
  connection.open();
  FakeSocket.last.accept();
  FakeSocket.last.end(1001, 'the service stops');
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: 'the service stops', retryMs: 500 });
  mock.timers.tick(499);
  assert.equal(FakeSocket.all.length, 1);
  mock.timers.tick(1);
  assert.equal(FakeSocket.all.length, 2);
  FakeSocket.last.accept();
  FakeSocket.last.end();
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: 'connection lost', retryMs: 1_000 });
  mock.timers.tick(1_000);
  FakeSocket.last.accept();
  connection.admitted();
  FakeSocket.last.end();
  assert.equal(states.at(-1).retryMs, 500);
  assert.deepEqual(asked, []);
});

test('a full service is asked for a place soon, and then every two seconds', () => {
  connection.open();
  const waits = [];
  for (let i = 0; i < 3; i++) {
    FakeSocket.last.accept();
    FakeSocket.last.end(1008, 'Too many clients');
    assert.equal(states.at(-1).state, 'full');
    waits.push(states.at(-1).retryMs);
    mock.timers.tick(waits.at(-1));
  }
  assert.deepEqual(waits, [360, 1_800, 1_800]);
});

test('a service that is not there does not answer, and is tried again', async () => {
  connection.open();
  await fail();
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: 'the service does not answer', retryMs: 500 });
  assert.equal(asked[0].url, 'http://host/ws/video_feed?quality=60');
  mock.timers.tick(500);
  assert.equal(FakeSocket.all.length, 2);
});

test('a refused origin and a disabled socket are refused in the words of the service, and tried again slowly', async () => {
  for (const [status, words] of [[403, 'this origin is not allowed'], [404, 'WebSocket is disabled'], [503, 'WebSocket is disabled']]) {
    answer = problem(status, words);
    connection.open();
    await fail();
    const { state, reason, retryMs, problem: { detail } } = states.at(-1);
    assert.deepEqual([state, reason, retryMs, detail], ['refused', words, 12_500, words]);
    const tries = FakeSocket.all.length;
    mock.timers.tick(12_499);
    assert.equal(FakeSocket.all.length, tries);
    mock.timers.tick(1);
    assert.equal(FakeSocket.all.length, tries + 1);
  }
});

test('a refusal is tried again when the service says', async () => {
  answer = problem(429, 'too many streams a second', { 'retry-after': '2' });
  connection.open();
  await fail();
  assert.equal(states.at(-1).retryMs, 2_500);
});

test('a bad request is not tried again, but by retry', async () => {
  answer = problem(400, 'no camera nosuch');
  connection.open();
  await fail();
  const { state, reason, retryMs } = states.at(-1);
  assert.deepEqual([state, reason, retryMs], ['refused', 'no camera nosuch', undefined]);
  mock.timers.tick(600_000);
  assert.equal(FakeSocket.all.length, 1);
  connection.retry();
  assert.equal(FakeSocket.all.length, 2);
});

test('a proxy that answers for the service is not the service', async () => {
  answer = () => Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: 502 }));
  connection.open();
  await fail();
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: 'the service does not answer (HTTP status 502)', retryMs: 500 });
});

test('sockets are blocked on the way when the service would have opened two in a row', async () => {
  answer = problem(426, 'not a WebSocket request');
  connection.open();
  await fail();
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: "the socket can't be opened", retryMs: 500 });
  mock.timers.tick(500);
  await fail();
  assert.deepEqual([states.at(-1).state, states.at(-1).blocked, states.at(-1).retryMs], ['waiting', true, 1_000]);
  mock.timers.tick(1_000);
  FakeSocket.last.accept();
  connection.admitted();
  FakeSocket.last.end();
  mock.timers.tick(500);
  await fail();
  assert.equal(states.at(-1).blocked, undefined);
});

test('a socket that neither opens nor fails is given up after ten seconds, and the question why after three', async () => {
  answer = ({ signal }) => new Promise((_, reject) => { signal.onabort = () => reject(signal.reason); });
  connection.open();
  mock.timers.tick(10_000);
  await settle();
  assert.equal(states.at(-1).state, 'connecting');
  mock.timers.tick(3_000);
  await settle();
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: 'the service does not answer', retryMs: 500 });
});

test('one that is closed while it asks why stays closed', async () => {
  let refuse;
  answer = () => new Promise((_, reject) => { refuse = reject; });
  connection.open();
  await fail();
  connection.close();
  assert.equal(asked[0].signal.aborted, true);
  refuse(new Error());
  await settle();
  mock.timers.tick(600_000);
  assert.deepEqual(states.map(({ state }) => state), ['connecting']);
  assert.equal(FakeSocket.all.length, 1);
});

test('retry connects at once when it waits, and does nothing else', async () => {
  connection.retry();
  assert.equal(FakeSocket.all.length, 0);
  connection.open();
  connection.retry();
  FakeSocket.last.accept();
  connection.retry();
  assert.equal(FakeSocket.all.length, 1);
  FakeSocket.last.end();
  connection.retry();
  assert.equal(FakeSocket.all.length, 2);
  // The timer of the wait is gone.
  mock.timers.tick(5_000);
  assert.equal(FakeSocket.all.length, 2);
  connection.close();
  connection.retry();
  assert.equal(FakeSocket.all.length, 2);
});

test('a silent connection is given up after three unanswered pings, and not because of a long sleep', () => {
  connection.open();
  const socket = FakeSocket.last;
  socket.accept();
  for (let i = 0; i < 10; i++) {
    mock.timers.tick(2_000);
    socket.receive({ type: 'stats' });
  }
  mock.timers.tick(6_000);
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(states.at(-1).state, 'connecting');
  mock.timers.tick(2_000);
  assert.deepEqual(states.at(-1), { state: 'waiting', reason: 'the service fell silent', retryMs: 500 });
  assert.equal(socket.readyState, FakeSocket.CLOSED);
});

test('what comes from a connection that was replaced is ignored', () => {
  connection.open();
  const old = FakeSocket.last;
  old.accept();
  connection.open();
  FakeSocket.last.accept();
  const before = states.length;
  old.receive({ type: 'stats' });
  old.end();
  assert.deepEqual([texts, states.length], [[], before]);
});

test('a listener of connecting can close it, or open it anew', () => {
  onState = ({ state }) => { if (state === 'connecting') connection.close(); };
  connection.open();
  assert.equal(FakeSocket.all.length, 0);
  let reopened = false;
  onState = () => {
    if (!reopened) {
      reopened = true;
      connection.open();
    }
  };
  connection.open();
  assert.equal(FakeSocket.all.length, 1);
});
