import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { VideoStreamClient } from '../../../wwwroot/js/video-stream-client.js';
import { FakePage } from './support/fake-page.js';
import { FakeCanvas, FakeScreen, settle } from './support/fake-screen.js';
import { FakeSocket } from './support/fake-socket.js';
import { FakeWorker, installOffscreenCanvas } from './support/fake-worker.js';
import { frame } from './support/jpegs.js';

mock.method(Math, 'random', () => 0.5);
globalThis.Worker = class extends FakeWorker {};
installOffscreenCanvas();
let page, screen, events;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  FakeSocket.install();
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  page = new FakePage().install();
  screen = new FakeScreen().install();
  events = [];
});

function create(settings = { canvas: null }, url = undefined) {
  const client = new VideoStreamClient(url, settings);
  for (const type of ['state', 'frame', 'hello', 'config', 'stats', 'camera', 'error'])
    client.addEventListener(type, ({ detail }) => events.push({ type, detail }));
  return client;
}

function watch(settings) {
  const client = create(settings);
  client.connect();
  FakeSocket.last.hello();
  return client;
}

const of = type => events.filter(event => event.type === type).map(({ detail }) => detail);
const acks = (socket = FakeSocket.last) => socket.sentOf('ack').map(({ seq }) => seq);
const commands = (socket = FakeSocket.last) => socket.sentOf('command').map(({ action }) => action);

async function receive(...seqs) {
  for (const seq of seqs)
    FakeSocket.last.receive(frame(seq));
  await settle();
}

test('the address is by default this page’s service, under its path; settings are its query, canvas and worker are not', () => {
  create({ canvas: null, worker: false, quality: 60, page: 'p', whatever: 1 }).connect();
  assert.equal(FakeSocket.last.url, 'ws://host:8000/cam1/ws/video_feed?quality=60&page=p&whatever=1');
  create({ canvas: null }, 'https://other/ws/video_feed').connect();
  assert.equal(FakeSocket.last.url, 'wss://other/ws/video_feed');
});

test('it draws on #video-canvas by default, in the worker, and acknowledges what was drawn', async () => {
  const canvas = new FakeCanvas();
  page.canvases.set('#video-canvas', canvas);
  const client = watch({});
  await receive(1);
  assert.deepEqual(acks(), []);
  await screen.show(64, 36);
  assert.deepEqual(acks(), [1]);
  assert.equal(canvas.surface.drawn.length, 1);
  assert.equal(client.statistics.drawsIn, 'worker');
  const { seq, capturedUs, camera, live, bytes, width, height, ageMs, bitmap } = of('frame')[0];
  assert.deepEqual([seq, capturedUs, camera, live, width, height, ageMs, bitmap], [1, 1_000_000, 'main', true, 64, 36, null, undefined]);
  assert.equal(bytes, frame(1).byteLength);
});

test('a second client on the same canvas draws, after the first and beside it', async () => {
  const canvas = new FakeCanvas();
  const first = watch({ canvas });
  await receive(1);
  await screen.show();
  first.disconnect();
  const second = watch({ canvas });
  await receive(7);
  await screen.show();
  assert.deepEqual([acks(), second.statistics.drawn, first.statistics.drawn], [[7], 1, 1]);
  assert.equal(canvas.surface.drawn.length, 2);
});

test('without canvas a frame carries its bitmap, and is acknowledged after the listeners', async () => {
  const client = watch();
  client.addEventListener('frame', ({ detail }) => {
    assert.deepEqual(acks(), []);
    assert.equal(detail.bitmap.closed, false);
  });
  await receive(1);
  await screen.show();
  assert.deepEqual(acks(), [1]);
  assert.equal(of('frame').length, 1);
});

test('only the newest frame is drawn and acknowledged; the statistics count the others', async () => {
  const client = watch();
  await receive(1, 2, 3, 4);
  await screen.decode();
  await screen.show();
  assert.deepEqual(acks(), [4]);
  const { received, drawn, replaced, bytes, decodeMs, drawDelayMs, drawsIn } = client.statistics;
  assert.deepEqual([received, drawn, replaced, bytes, drawsIn], [4, 1, 3, 4 * frame(1).byteLength, 'page']);
  assert.ok(decodeMs >= 0 && drawDelayMs >= decodeMs);
});

test('a snapshot is the JPEG that is shown, byte by byte, also after the next one came and after the end', async () => {
  const client = watch();
  assert.equal(client.snapshot(), null);
  await receive(1);
  await screen.show();
  await receive(2);
  const blob = client.snapshot();
  assert.equal(blob.type, 'image/jpeg');
  assert.deepEqual(await blob.arrayBuffer(), frame(1));
  client.disconnect();
  assert.equal(client.snapshot(), blob);
});

test('a frame that cannot be decoded is acknowledged and reported', async () => {
  watch();
  await receive(1);
  await screen.refuse(new Error('damaged'));
  assert.deepEqual(acks(), [1]);
  assert.deepEqual(of('error'), [{ code: 'bad_picture', message: 'Error: damaged' }]);
});

test('a placeholder is not live', async () => {
  watch();
  FakeSocket.last.receive(frame(1, { live: false }));
  await settle();
  await screen.show();
  assert.equal(of('frame')[0].live, false);
});

test('a hidden page pauses, acknowledges the newest frame it drops and those that still come, and goes on when it is visible', async () => {
  watch();
  await receive(1, 2);
  page.hide(true);
  await receive(3);
  await screen.show();
  assert.deepEqual([acks(), commands(), of('frame')], [[2, 3], ['pause'], []]);
  page.hide(false);
  await receive(4);
  await screen.show();
  assert.deepEqual([acks(), commands()], [[2, 3, 4], ['pause', 'resume']]);
  assert.equal(screen.open, 1);
});

test('a paused client stays paused while its page is hidden and shown, and on the next connection', async () => {
  const client = watch();
  client.pause();
  page.hide(true);
  page.hide(false);
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
  page.visibilityState = 'hidden';
  const client = watch();
  assert.deepEqual(commands(), ['pause']);
  assert.equal(client.config.paused, false);
});

test('a page that becomes visible, or gets its network back, does not wait for the next try', async () => {
  watch();
  for (const wake of [() => page.hide(false), () => page.fire('online')]) {
    FakeSocket.last.end();
    await settle();
    const tries = FakeSocket.all.length;
    wake();
    assert.equal(FakeSocket.all.length, tries + 1);
  }
});

test('a page that is left closes its socket, and opens one when it comes back from the cache only', () => {
  watch();
  const socket = FakeSocket.last;
  page.fire('pagehide', { persisted: true });
  assert.equal(socket.readyState, FakeSocket.CLOSED);
  page.fire('pageshow', { persisted: false });
  assert.equal(FakeSocket.all.length, 1);
  page.fire('pageshow', { persisted: true });
  assert.equal(FakeSocket.all.length, 2);
});

test('confirmed settings are requested again; a refused one is forgotten', () => {
  const client = watch();
  client.setQuality(500);
  assert.deepEqual(FakeSocket.last.sentOf('config'), [{ type: 'config', quality: 500 }]);
  FakeSocket.last.receive({ type: 'error', code: 'out_of_range', message: 'no' });
  FakeSocket.last.receive({ type: 'config', requested_quality: 33, quality: 30, fps: 15, osd: true, resize: '640x360', adaptive: false });
  assert.equal(client.config.quality, 30);
  client.setCamera('gate');
  assert.equal(FakeSocket.last.url,
    'ws://host:8000/cam1/ws/video_feed?quality=33&fps=15&osd=true&resize=640x360&adaptive=false&camera=gate');
});

test('each setting is a message while connected, and part of the next address while not', async () => {
  const client = watch();
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

test('state, config and camera are those of the last message', async () => {
  const client = create();
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
  assert.deepEqual(of('state').map(({ state }) => state), ['connecting', 'open', 'waiting', 'closed']);
});

test('a service that was full has not admitted it: it is not open', () => {
  const client = create();
  client.connect();
  FakeSocket.last.accept();
  FakeSocket.last.end(1008, 'Too many clients');
  assert.equal(client.state.state, 'full');
});

test('a refusal carries the problem document of the service', async () => {
  const body = JSON.stringify({ status: 403, title: 'Forbidden', detail: 'http://host is not allowed' });
  globalThis.fetch = () => Promise.resolve(new Response(body, { status: 403, headers: { 'content-type': 'application/problem+json' } }));
  const client = create();
  client.connect();
  FakeSocket.last.end();
  await settle();
  assert.deepEqual([client.state.state, client.state.problem.status, client.state.reason], ['refused', 403, 'http://host is not allowed']);
});

test('after disconnect nothing is left: no socket, timer, listener or bitmap', async () => {
  const client = watch();
  await receive(1);
  await screen.show();
  await receive(2);
  const socket = FakeSocket.last;
  client.disconnect();
  await screen.show();
  assert.equal(socket.readyState, FakeSocket.CLOSED);
  assert.equal(screen.open, 0);
  const sent = socket.sent.length;
  page.hide(true);
  page.fire('pageshow', { persisted: true });
  page.fire('online');
  mock.timers.tick(600_000);
  assert.deepEqual([FakeSocket.all.length, socket.sent.length], [1, sent]);
  client.connect();
  FakeSocket.last.hello();
  page.visibilityState = 'visible';
  await receive(3);
  await screen.show();
  assert.deepEqual(acks(), [3]);
});

test('a thousand frames leave one bitmap and nothing pending', async () => {
  const client = watch();
  for (let seq = 1; seq <= 1_000; seq++) {
    FakeSocket.last.receive(frame(seq));
    if (screen.decoding > 0 && seq % 2 === 0)
      await screen.decode();
    if (seq % 3 === 0)
      await screen.repaint();
  }
  while (screen.decoding > 0)
    await screen.decode();
  await screen.repaint();
  const { received, drawn, replaced } = client.statistics;
  assert.deepEqual([received, drawn + replaced, screen.open], [1_000, 1_000, 1]);
});
