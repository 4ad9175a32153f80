import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { settle } from './support/fake-screen.js';
import { FakeSocket } from './support/fake-socket.js';
import { acks, commands, receive, WatchedClients } from './support/watched-client.js';

let clients;

beforeEach(() => { clients = new WatchedClients(); });

test('the address is by default this page’s service, under its path; settings are its query, canvas and worker are not', () => {
  clients.create({ canvas: null, worker: false, quality: 60, page: 'p', whatever: 1 }).connect();
  assert.equal(FakeSocket.last.url, 'ws://host:8000/cam1/ws/video_feed?quality=60&page=p&whatever=1');
  clients.create({ canvas: null }, 'https://other/ws/video_feed').connect();
  assert.equal(FakeSocket.last.url, 'wss://other/ws/video_feed');
});

test('what is cleared is gone for a snapshot too, and what waited is acknowledged, so that the next frame comes', async () => {
  const client = clients.watch();
  await receive(1);
  await clients.screen.show();
  assert.notEqual(client.snapshot(), null);
  await receive(2);
  client.clear();
  await clients.screen.show();
  assert.deepEqual([client.snapshot(), acks(), clients.of('frame').length], [null, [1, 2], 1]);
  await receive(3);
  await clients.screen.show();
  assert.deepEqual([client.snapshot() === null, acks()], [false, [1, 2, 3]]);
});

test('a hidden page pauses, acknowledges the newest frame it drops and those that still come, and goes on when it is visible', async () => {
  clients.watch();
  await receive(1, 2);
  clients.page.hide(true);
  await receive(3);
  await clients.screen.show();
  assert.deepEqual([acks(), commands(), clients.of('frame')], [[2, 3], ['pause'], []]);
  clients.page.hide(false);
  await receive(4);
  await clients.screen.show();
  assert.deepEqual([acks(), commands()], [[2, 3, 4], ['pause', 'resume']]);
  assert.equal(clients.screen.open, 1);
});

test('without pauses of a hidden page, its frames come and are drawn, without a repaint', async () => {
  clients.watch({ canvas: null, pausesHidden: false });
  clients.page.hide(true);
  await receive(1);
  await clients.screen.decode();
  assert.deepEqual([acks(), commands(), clients.of('frame').length], [[1], [], 1]);
});

test('a paused client stays paused while its page is hidden and shown, and on the next connection', async () => {
  const client = clients.watch();
  client.pause();
  clients.page.hide(true);
  clients.page.hide(false);
  assert.deepEqual(commands(), ['pause']);
  FakeSocket.last.end();
  mock.timers.tick(500);
  FakeSocket.last.hello();
  assert.deepEqual(commands(), ['pause']);
  assert.equal(client.config.paused, true);
  client.resume();
  assert.deepEqual(commands(), ['pause', 'resume']);
});

test('a hidden page that connects is paused at once, and says that it is not paused', () => {
  clients.page.visibilityState = 'hidden';
  const client = clients.watch();
  assert.deepEqual(commands(), ['pause']);
  assert.equal(client.config.paused, false);
});

test('a page that becomes visible, or gets its network back, does not wait for the next try', async () => {
  clients.watch();
  for (const wake of [() => clients.page.hide(false), () => clients.page.fire('online')]) {
    FakeSocket.last.end();
    await settle();
    const tries = FakeSocket.all.length;
    wake();
    assert.equal(FakeSocket.all.length, tries + 1);
  }
});

test('a page that is left closes its socket, and opens one when it comes back from the cache only', () => {
  clients.watch();
  const socket = FakeSocket.last;
  clients.page.fire('pagehide', { persisted: true });
  assert.equal(socket.readyState, FakeSocket.CLOSED);
  clients.page.fire('pageshow', { persisted: false });
  assert.equal(FakeSocket.all.length, 1);
  clients.page.fire('pageshow', { persisted: true });
  assert.equal(FakeSocket.all.length, 2);
});

test('confirmed settings are requested again; a refused one is forgotten', () => {
  const client = clients.watch();
  client.setQuality(500);
  client.setFps(15);
  assert.deepEqual(FakeSocket.last.sentOf('config'), [{ type: 'config', quality: 500 }, { type: 'config', fps: 15 }]);
  FakeSocket.last.receive({ type: 'error', code: 'out_of_range', message: 'no', field: 'quality' });
  FakeSocket.last.receive({ type: 'config', requested_quality: 80, quality: 30, fps: 15, osd: false, resize: false, adaptive: true });
  assert.equal(client.config.quality, 30);
  client.setCamera('gate');
  assert.equal(FakeSocket.last.url, 'ws://host:8000/cam1/ws/video_feed?fps=15&camera=gate');
});

test('what was confirmed is requested again, also after another value of it was refused', () => {
  const client = clients.watch({ resize: '640x360' });
  client.setQuality(33);
  FakeSocket.last.receive({ type: 'config', requested_quality: 33, quality: 30, fps: 15, osd: true, resize: '320x180', adaptive: false });
  client.setQuality(500);
  FakeSocket.last.receive({ type: 'error', code: 'out_of_range', message: 'no', field: 'quality' });
  client.setCamera('gate');
  assert.equal(FakeSocket.last.url, 'ws://host:8000/cam1/ws/video_feed?resize=320x180&quality=33&camera=gate');
});

test('a rate that is the most there is need not be requested, because the service may have a lower limit the next time', () => {
  for (const [fps, query] of [[30, ''], [25, '?fps=25']]) {
    const client = clients.watch();
    const settings = { requested_quality: 80, quality: 80, fps, osd: false, resize: false, adaptive: true };
    FakeSocket.last.receive({ type: 'hello', camera: 'gate', limits: { fps: 30 }, settings: { ...settings, fps: 30 } });
    client.setFps(fps);
    FakeSocket.last.receive({ type: 'config', ...settings });
    client.disconnect();
    client.connect();
    assert.equal(FakeSocket.last.url, `ws://host:8000/cam1/ws/video_feed${query}`);
  }
});

test('the defaults of the service are not requested, because it may have others the next time', async () => {
  const client = clients.watch();
  FakeSocket.last.end();
  await settle();
  client.retry();
  assert.equal(FakeSocket.last.url, 'ws://host:8000/cam1/ws/video_feed');
});

test('each setting is a message while connected, and part of the next address while not', async () => {
  const client = clients.watch();
  client.setFps(5);
  client.setOsd(true);
  client.setResize({ width: 640, height: 360 });
  client.setAdaptive(false);
  assert.deepEqual(FakeSocket.last.sentOf('config').map(({ type, ...setting }) => setting),
    [{ fps: 5 }, { osd: true }, { resize: { width: 640, height: 360 } }, { adaptive: false }]);
  FakeSocket.last.end();
  client.setQuality(40);
  client.retry();
  assert.equal(new URL(FakeSocket.last.url).searchParams.get('quality'), '40');
});

test('what is set while the socket opens is sent as soon as it is open, and requested again later', async () => {
  const client = clients.create();
  client.connect();
  client.setQuality(40);
  client.setOsd(true);
  FakeSocket.last.hello({ requested_quality: 80, osd: false });
  assert.deepEqual(FakeSocket.last.sentOf('config').map(({ type, ...setting }) => setting), [{ quality: 40 }, { osd: true }]);
  FakeSocket.last.receive({ type: 'config', ...FakeSocket.settings, requested_quality: 40, osd: true });
  FakeSocket.last.end();
  await settle();
  client.retry();
  const { searchParams } = new URL(FakeSocket.last.url);
  assert.deepEqual([searchParams.get('quality'), searchParams.get('osd')], ['40', 'true']);
  FakeSocket.last.hello({ requested_quality: 40, osd: true });
  assert.deepEqual(FakeSocket.last.sentOf('config'), []);
});

test('state, config and camera are those of the last message', async () => {
  const client = clients.create();
  assert.deepEqual([client.state, client.config, client.camera], [{ state: 'closed' }, null, null]);
  client.connect();
  assert.equal(client.state.state, 'connecting');
  FakeSocket.last.hello({ rate: 12 });
  assert.deepEqual([client.state.state, client.config.rate, client.camera.state], ['open', 12, 'live']);
  FakeSocket.last.receive({ type: 'camera', camera: 'main', state: 'lost', reason: 'unplugged' });
  assert.equal(client.camera.reason, 'unplugged');
  FakeSocket.last.end();
  await settle();
  assert.deepEqual([client.state.state, client.config.rate], ['waiting', 12]);
  client.disconnect();
  assert.deepEqual(clients.of('state').map(({ state }) => state), ['connecting', 'open', 'waiting', 'closed']);
});

test('a service that was full has not admitted it: it is not open', () => {
  const client = clients.create();
  client.connect();
  FakeSocket.last.accept();
  FakeSocket.last.end(1008, 'Too many clients');
  assert.equal(client.state.state, 'full');
});

test('a refusal carries the problem document of the service', async () => {
  const body = JSON.stringify({ status: 403, title: 'Forbidden', detail: 'http://host is not allowed' });
  globalThis.fetch = () => Promise.resolve(new Response(body, { status: 403, headers: { 'content-type': 'application/problem+json' } }));
  const client = clients.create();
  client.connect();
  FakeSocket.last.end();
  await settle();
  assert.deepEqual([client.state.state, client.state.problem.status, client.state.reason], ['refused', 403, 'http://host is not allowed']);
});

test('after disconnect nothing is left: no socket, timer, listener or bitmap', async () => {
  const client = clients.watch();
  await receive(1);
  await clients.screen.show();
  await receive(2);
  const socket = FakeSocket.last;
  client.disconnect();
  await clients.screen.show();
  assert.equal(socket.readyState, FakeSocket.CLOSED);
  assert.equal(clients.screen.open, 0);
  const sent = socket.sent.length;
  clients.page.hide(true);
  clients.page.fire('pageshow', { persisted: true });
  clients.page.fire('online');
  mock.timers.tick(600_000);
  assert.deepEqual([FakeSocket.all.length, socket.sent.length], [1, sent]);
  client.connect();
  FakeSocket.last.hello();
  clients.page.visibilityState = 'visible';
  await receive(3);
  await clients.screen.show();
  assert.deepEqual(acks(), [3]);
});
