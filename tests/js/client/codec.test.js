import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
// Loaded here, so that the client that needs it has it at once.
import '../../../wwwroot/js/client/mse-decoder.js';
import { FakeMedia } from './support/fake-media.js';
import { FakeCanvas, settle } from './support/fake-screen.js';
import { FakeSocket } from './support/fake-socket.js';
import { FakeVideoDecoder } from './support/fake-video-decoder.js';
import { unit } from './support/film.js';
import { frame } from './support/jpegs.js';
import { acks, commands, WatchedClients } from './support/watched-client.js';

let clients, canvas;

beforeEach(() => {
  clients = new WatchedClients();
  canvas = new FakeCanvas();
  FakeMedia.uninstall();
  FakeVideoDecoder.install();
  globalThis.isSecureContext = true;
});

after(() => {
  FakeVideoDecoder.uninstall();
  FakeMedia.uninstall();
});

const asked = () => new URL(FakeSocket.last.url).searchParams.get('codec');
const setCodec = () => FakeSocket.last.sentOf('command').filter(({ action }) => action === 'set_codec').map(({ value }) => value);
const keyRequests = () => commands().filter(action => action === 'request_key_frame').length;

/** A client with H.264 that is admitted. */
async function watch(settings) {
  const client = clients.create({ canvas, codec: 'auto', ...settings });
  client.connect();
  await settle();
  FakeSocket.last.hello({ codec: 'h264', bitrate_kbps: 750 });
  return client;
}

async function receive(...messages) {
  for (const message of messages)
    FakeSocket.last.receive(message);
  await settle();
}

/** The decoder gives out all that it has, and the screen repaints. */
async function show(count = 1) {
  for (let i = 0; i < count; i++)
    FakeVideoDecoder.last.output();
  await clients.screen.repaint();
}

test('a client that wants no codec connects at once, and asks for none', () => {
  clients.create().connect();
  assert.deepEqual([asked(), FakeVideoDecoder.asked], [null, []]);
});

test('auto asks for auto when this browser can decode H.264', async () => {
  const client = clients.create({ canvas: null, codec: 'auto', quality: 60 });
  client.connect();
  assert.equal(FakeSocket.all.length, 0);
  await settle();
  assert.equal(FakeSocket.last.url, 'ws://host:8000/cam1/ws/video_feed?quality=60&codec=auto');
  assert.deepEqual([client.statistics.codecProblem, client.statistics.codec, client.statistics.decoder], [null, null, 'webcodecs']);
  // It is known by then.
  client.connect();
  assert.equal(FakeSocket.all.length, 2);
});

test('a browser that cannot decode H.264 asks for JPEG, and the statistics say why', async () => {
  const cannot = [
    ['unsupported', () => { FakeVideoDecoder.isSupported = false; }],
    ['unsupported', () => FakeVideoDecoder.uninstall()],
    ['insecure', () => {
      FakeVideoDecoder.uninstall();
      globalThis.isSecureContext = false;
    }],
    ['insecure', () => { installMedia().isSupported = false; }],
    ['unsupported', () => {
      installMedia();
      globalThis.isSecureContext = true;
      globalThis.HTMLVideoElement = class {};
    }],
  ];
  for (const [problem, make] of cannot) {
    FakeMedia.uninstall();
    FakeVideoDecoder.install();
    make();
    for (const codec of ['auto', 'h264']) {
      const client = clients.create({ canvas: null, codec });
      client.connect();
      await settle();
      assert.deepEqual([asked(), client.statistics.codecProblem], ['jpeg', problem]);
    }
  }
});

/** A browser that decodes H.264 only in a video element. */
function installMedia() {
  FakeVideoDecoder.uninstall();
  globalThis.isSecureContext = false;
  return new FakeMedia().install(clients.page);
}

/** A client with a video element that has opened. */
async function watchMedia(settings) {
  const media = installMedia(), client = await watch(settings);
  FakeSocket.last.receive({ type: 'video', codec: 'avc1.42C00A', width: 64, height: 36 });
  return { media, client };
}

async function play(media, ...messages) {
  await receive(...messages);
  if (media.buffer === null)
    media.source.open();
  media.buffer.finishAll();
}

test('where the browser has no decoder for scripts, a video element decodes, and the canvas has its pictures', async () => {
  const { media, client } = await watchMedia();
  assert.deepEqual([asked(), client.statistics.decoder, client.statistics.codecProblem], ['auto', 'mse', null]);
  assert.deepEqual(media.asked, ['video/mp4; codecs="avc1.42E01F"']);
  await play(media, unit(1), unit(2), unit(3));
  media.video.present(33);
  await settle();
  await clients.screen.repaint();
  assert.deepEqual([acks(), canvas.surface.drawn.length, canvas.surface.width], [[2], 1, 64]);
  assert.deepEqual(clients.of('frame').map(({ seq, capturedUs, width }) => [seq, capturedUs, width]), [[2, 2_000_000, 64]]);
  const { drawn, replaced, codec, drawsIn } = client.statistics;
  assert.deepEqual([drawn, replaced, codec, drawsIn], [1, 1, 'h264', 'worker']);
  media.video.present(66);
  await settle();
  await clients.screen.repaint();
  assert.deepEqual([acks(), media.open], [[2, 3], 1]);
});

test('a video element of the page that was hidden, cleared or left is closed, and the service may change the codec', async () => {
  const { media, client } = await watchMedia();
  const endings = [
    () => { clients.page.hide(true); clients.page.hide(false); },
    () => client.clear(),
    () => receive(frame(9)),
    () => client.disconnect(),
  ];
  for (const end of endings) {
    await play(media, unit(1));
    const { video } = media;
    await end();
    assert.deepEqual([video.isLoaded, media.addresses.size], [false, 0]);
  }
});

test('a client that also draws while the page is hidden gets JPEG, because browsers pause video elements then', async () => {
  installMedia();
  const client = clients.create({ canvas: null, codec: 'auto', pausesHidden: false });
  client.connect();
  await settle();
  assert.deepEqual([asked(), client.statistics.codecProblem, client.statistics.decoder], ['jpeg', 'insecure', null]);
});

test('a video element that fails three times is given up for JPEG, and may be tried again', async () => {
  const { media, client } = await watchMedia();
  for (const seq of [1, 5, 9]) {
    await play(media, unit(seq));
    media.video.fail('damaged');
  }
  assert.deepEqual([setCodec(), client.statistics.codecProblem, client.statistics.decoderFailures], [['jpeg'], 'failed', 3]);
  assert.deepEqual([keyRequests(), acks(), media.addresses.size], [1, [1, 5, 9], 0]);
  assert.deepEqual(clients.of('error')[0], { code: 'bad_picture', message: 'Error: damaged' });
  client.setCodec('h264');
  assert.deepEqual(setCodec(), ['jpeg', 'h264']);
  await play(media, unit(13));
  media.video.present(0);
  await settle();
  await clients.screen.repaint();
  assert.equal(acks().at(-1), 13);
});

test('a key frame that the video element needs to free memory is asked for, and nothing is lost', async () => {
  const { media } = await watchMedia();
  await play(media, unit(1));
  const nowMs = performance.now(), clock = mock.method(performance, 'now', () => nowMs + 30_000);
  await play(media, unit(2));
  clock.mock.restore();
  assert.deepEqual([keyRequests(), acks(), clients.of('error')], [1, [], []]);
  media.video.present(33);
  await settle();
  await clients.screen.repaint();
  assert.deepEqual(acks(), [2]);
});

test('one that is closed before it is clear what this browser can stays closed', async () => {
  const client = clients.create({ canvas: null, codec: 'auto' });
  client.connect();
  client.disconnect();
  await settle();
  assert.equal(FakeSocket.all.length, 0);
});

test('access units are drawn in the worker and acknowledged, with the size of the picture and their metadata', async () => {
  const client = await watch();
  await receive(unit(1), unit(2));
  assert.deepEqual(acks(), []);
  await show(2);
  assert.deepEqual([acks(), canvas.surface.drawn.length, canvas.surface.width], [[2], 1, 64]);
  const { seq, capturedUs, camera, live, bytes, width, height } = clients.of('frame')[0];
  assert.deepEqual([seq, capturedUs, camera, live, width, height], [2, 2_000_000, 'main', true, 64, 36]);
  assert.equal(bytes, unit(2).byteLength);
  const { received, drawn, replaced, codec, drawsIn } = client.statistics;
  assert.deepEqual([received, drawn, replaced, codec, drawsIn], [2, 1, 1, 'h264', 'worker']);
});

test('a placeholder that is not drawn is decoded, because the next unit needs it', async () => {
  await watch({ placeholders: false });
  await receive(unit(1), unit(2, { live: false }), unit(3));
  assert.deepEqual([acks(), FakeVideoDecoder.last.chunks.length], [[2], 3]);
  await show(2);
  assert.deepEqual(clients.of('frame').map(({ seq }) => seq), [1]);
  await show(1);
  assert.deepEqual(clients.of('frame').map(({ seq }) => seq), [1, 3]);
});

test('a thousand units leave one picture open, and none after the end', async () => {
  const client = await watch();
  for (let seq = 1; seq <= 1_000; seq++) {
    await receive(unit(seq));
    FakeVideoDecoder.last.output();
    if (seq % 3 === 0)
      await clients.screen.repaint();
  }
  await clients.screen.repaint();
  const { received, drawn, replaced } = client.statistics;
  assert.deepEqual([received, drawn + replaced, FakeVideoDecoder.open], [1_000, 1_000, 1]);
  client.disconnect();
  await settle();
  assert.deepEqual([FakeVideoDecoder.open, FakeVideoDecoder.last.state], [0, 'closed']);
});

test('without canvas a frame carries a bitmap, which is closed with the next one', async () => {
  const bitmaps = [];
  globalThis.OffscreenCanvas = class {
    constructor(width, height) { Object.assign(this, { width, height }); }
    getContext() { return { drawImage() {} }; }
    transferToImageBitmap() {
      bitmaps.push({ width: this.width, height: this.height, closed: false, close() { this.closed = true; } });
      return bitmaps.at(-1);
    }
  };
  const client = await watch({ canvas: null });
  await receive(unit(1), unit(2));
  FakeVideoDecoder.last.output(64, 36);
  await clients.screen.repaint();
  FakeVideoDecoder.last.output(32, 18);
  await clients.screen.repaint();
  const shown = clients.of('frame').map(({ bitmap: { width, height, closed } }) => [width, height, closed]);
  assert.deepEqual(shown, [[64, 36, true], [32, 18, false]]);
  client.disconnect();
  assert.deepEqual([bitmaps[1].closed, FakeVideoDecoder.open], [true, 0]);
});

test('a hidden page closes its decoder; shown again it asks once for a key frame, and acknowledges what it cannot decode', async () => {
  await watch();
  await receive(unit(1));
  clients.page.hide(true);
  await receive(unit(2));
  assert.deepEqual([acks(), FakeVideoDecoder.last.state, keyRequests()], [[1, 2], 'closed', 0]);
  clients.page.hide(false);
  await receive(unit(3), unit(4));
  assert.deepEqual([acks(), keyRequests()], [[1, 2, 3, 4], 1]);
  await receive(unit(5));
  await show();
  assert.deepEqual(clients.of('frame').map(({ seq }) => seq), [5]);
  assert.deepEqual(clients.of('error'), []);
});

test('a failed decoder is reported, and a key frame requested', async () => {
  const client = await watch();
  await receive(unit(1), unit(2));
  FakeVideoDecoder.last.fail();
  await settle();
  assert.deepEqual([acks(), keyRequests(), client.statistics.decoderFailures], [[2], 1, 1]);
  assert.deepEqual(clients.of('error'), [{ code: 'bad_picture', message: 'EncodingError: decoding failed' }]);
});

test('after three failures it asks for JPEG, on the next connection too, until it is wanted again', async () => {
  const client = await watch();
  for (const seq of [1, 5, 9]) {
    await receive(unit(seq));
    FakeVideoDecoder.last.fail();
    await settle();
  }
  const { codecProblem, decoderFailures } = client.statistics;
  assert.deepEqual([setCodec(), codecProblem, decoderFailures], [['jpeg'], 'failed', 3]);
  // What was sent before the service knew, when another request would be due.
  const requests = keyRequests(), nowMs = performance.now();
  const clock = mock.method(performance, 'now', () => nowMs + 5_000);
  await receive(unit(10));
  clock.mock.restore();
  assert.deepEqual([keyRequests(), acks().at(-1)], [requests, 10]);
  FakeSocket.last.receive({ type: 'config', codec: 'jpeg' });
  await receive(frame(11));
  await clients.screen.show();
  assert.deepEqual([acks().at(-1), client.statistics.codec, client.codec], [11, 'jpeg', 'auto']);
  FakeSocket.last.end();
  mock.timers.tick(500);
  assert.equal(asked(), 'jpeg');
  FakeSocket.last.hello();
  client.setCodec('auto');
  assert.deepEqual([setCodec(), client.statistics.codecProblem], [['auto'], null]);
});

test('some minutes after a fallback, here or at the service, it asks for H.264 again', async () => {
  const clock = mock.method(performance, 'now', () => 0);
  const after = async (minutes, codec) => {
    clock.mock.mockImplementation(() => minutes * 60_000);
    await receive({ type: 'stats', codec });
  };
  try {
    const client = await watch();
    for (const seq of [1, 5, 9]) {
      await receive(unit(seq));
      FakeVideoDecoder.last.fail();
      await settle();
    }
    await after(0, 'jpeg');
    await after(4, 'jpeg');
    assert.deepEqual([setCodec(), client.statistics.codecProblem], [['jpeg'], 'failed']);
    await after(6, 'jpeg');
    assert.deepEqual([setCodec(), client.statistics.codecProblem], [['jpeg', 'auto'], null]);
    await after(7, 'h264');
    await after(8, 'jpeg');
    await after(22, 'jpeg');
    await after(24, 'jpeg');
    assert.deepEqual(setCodec(), ['jpeg', 'auto', 'auto']);
  } finally {
    clock.mock.restore();
  }
});

test('a codec is changed by a message, and part of the next address', async () => {
  const client = await watch();
  client.setCodec('jpeg');
  assert.deepEqual([setCodec(), client.codec], [['jpeg'], 'auto']);
  FakeSocket.last.receive({ type: 'config', codec: 'jpeg' });
  assert.equal(client.codec, 'jpeg');
  client.setCamera('gate');
  assert.equal(asked(), 'jpeg');
});

test('a codec that the service refuses is not asked for again', async () => {
  const client = clients.watch();
  client.setCodec('h264');
  await settle();
  assert.deepEqual(setCodec(), ['h264']);
  FakeSocket.last.receive({ type: 'error', code: 'unavailable', field: 'value', message: 'no encoder' });
  assert.equal(clients.of('error')[0].field, 'codec');
  client.setCamera('gate');
  assert.deepEqual([asked(), client.codec], [null, 'jpeg']);
});

test('the service may change between the codecs at any time', async () => {
  await watch();
  await receive(unit(1));
  await show();
  await receive(frame(2));
  await clients.screen.show();
  await receive(unit(5));
  await show();
  assert.deepEqual([acks(), FakeVideoDecoder.open], [[1, 2, 5], 1]);
});

test('a snapshot of an access unit is encoded from the canvas, and that of a JPEG is what came', async () => {
  const jpeg = new Blob(['encoded']);
  clients.page.createElement = () => ({
    getContext: () => ({ drawImage: source => assert.equal(source, canvas) }),
    toBlob: (resolve, type) => resolve(type === 'image/jpeg' ? jpeg : null),
  });
  const client = await watch();
  assert.equal(await client.takeSnapshot(), null);
  await receive(unit(1));
  await show();
  assert.deepEqual([client.snapshot(), await client.takeSnapshot()], [null, jpeg]);
  await receive(frame(2));
  await clients.screen.show();
  assert.equal(await client.takeSnapshot(), client.snapshot());
  assert.deepEqual(await client.snapshot().arrayBuffer(), frame(2));
});
