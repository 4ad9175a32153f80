import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { FakeSocket } from './support/fake-socket.js';
import { WatchedConnection } from './support/watched-connection.js';

mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
mock.method(Math, 'random', () => 0.5);
let watched;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  watched = new WatchedConnection();
});

test('it offers the subprotocol, pings early and often, and passes on what comes', () => {
  watched.connection.open();
  const socket = FakeSocket.last;
  socket.accept();
  assert.equal(socket.url, 'ws://host/ws/video_feed?quality=60');
  assert.deepEqual([socket.protocol, socket.binaryType], ['videostream.v1', 'arraybuffer']);
  mock.timers.tick(1_000);
  assert.equal(socket.sentOf('ping').length, 4);
  socket.receive({ type: 'stats', fps: 3 });
  socket.receive({ type: 'pong', t: performance.now(), server_time_us: Date.now() * 1_000 });
  socket.receive(new ArrayBuffer(3));
  assert.deepEqual(watched.texts, [{ type: 'stats', fps: 3 }]);
  assert.equal(watched.binaries.length, 1);
  assert.ok(Math.abs(watched.connection.clock.ageMs(Date.now() * 1_000)) < 10_000);
});

test('a lost connection comes back by itself, later each time', async () => {
  watched.connection.open();
  FakeSocket.last.accept();
  FakeSocket.last.end(1001, 'the service stops');
  assert.deepEqual(watched.state, { state: 'waiting', reason: 'the service stops', retryMs: 500 });
  mock.timers.tick(499);
  assert.equal(FakeSocket.all.length, 1);
  mock.timers.tick(1);
  assert.equal(FakeSocket.all.length, 2);
  FakeSocket.last.accept();
  FakeSocket.last.end();
  assert.deepEqual(watched.state, { state: 'waiting', reason: 'connection lost', retryMs: 1_000 });
  mock.timers.tick(1_000);
  FakeSocket.last.accept();
  watched.connection.admitted();
  FakeSocket.last.end();
  assert.equal(watched.state.retryMs, 500);
  assert.deepEqual(watched.asked, []);
});

test('a full service is asked for a place soon, and then every two seconds', () => {
  watched.connection.open();
  const waits = [];
  for (let i = 0; i < 3; i++) {
    FakeSocket.last.accept();
    FakeSocket.last.end(1008, 'Too many clients');
    assert.equal(watched.state.state, 'full');
    waits.push(watched.state.retryMs);
    mock.timers.tick(waits.at(-1));
  }
  assert.deepEqual(waits, [360, 1_800, 1_800]);
});

test('retry connects at once when it waits, and does nothing else', async () => {
  watched.connection.retry();
  assert.equal(FakeSocket.all.length, 0);
  watched.connection.open();
  watched.connection.retry();
  FakeSocket.last.accept();
  watched.connection.retry();
  assert.equal(FakeSocket.all.length, 1);
  FakeSocket.last.end();
  watched.connection.retry();
  assert.equal(FakeSocket.all.length, 2);
  // The timer of the wait is gone.
  mock.timers.tick(5_000);
  assert.equal(FakeSocket.all.length, 2);
  watched.connection.close();
  watched.connection.retry();
  assert.equal(FakeSocket.all.length, 2);
});

test('a silent connection is given up after three unanswered pings, and not because of a long sleep', () => {
  watched.connection.open();
  const socket = FakeSocket.last;
  socket.accept();
  for (let i = 0; i < 10; i++) {
    mock.timers.tick(2_000);
    socket.receive({ type: 'stats' });
  }
  mock.timers.tick(6_000);
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(watched.state.state, 'connecting');
  mock.timers.tick(2_000);
  assert.deepEqual(watched.state, { state: 'waiting', reason: 'the service fell silent', retryMs: 500 });
  assert.equal(socket.readyState, FakeSocket.CLOSED);
});

test('each connection that falls silent before its first frame is waited for longer than the one before', () => {
  watched.connection.open();
  const waits = [];
  for (let i = 0; i < 5; i++) {
    FakeSocket.last.accept();
    if (i === 4)
      FakeSocket.last.receive(new ArrayBuffer(1));
    const { length } = FakeSocket.all;
    let seconds = 0;
    while (watched.state.state !== 'waiting') {
      mock.timers.tick(2_000);
      seconds += 2;
    }
    waits.push(seconds);
    while (FakeSocket.all.length === length)
      mock.timers.tick(100);
  }
  assert.deepEqual(waits, [8, 14, 26, 50, 8]);
});

test('what comes from a connection that was replaced is ignored', () => {
  watched.connection.open();
  const old = FakeSocket.last;
  old.accept();
  watched.connection.open();
  FakeSocket.last.accept();
  const before = watched.states.length;
  old.receive({ type: 'stats' });
  old.end();
  assert.deepEqual([watched.texts, watched.states.length], [[], before]);
});

test('a listener of connecting can close it, or open it anew', () => {
  watched.onState = ({ state }) => { if (state === 'connecting') watched.connection.close(); };
  watched.connection.open();
  assert.equal(FakeSocket.all.length, 0);
  let reopened = false;
  watched.onState = () => {
    if (!reopened) {
      reopened = true;
      watched.connection.open();
    }
  };
  watched.connection.open();
  assert.equal(FakeSocket.all.length, 1);
});
