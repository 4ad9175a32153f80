import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeCanvas, settle } from './support/fake-screen.js';
import { FakeSocket } from './support/fake-socket.js';
import { frame } from './support/jpegs.js';
import { acks, receive, WatchedClients } from './support/watched-client.js';

let clients;

beforeEach(() => { clients = new WatchedClients(); });

test('it draws on #video-canvas by default, in the worker, and acknowledges what was drawn', async () => {
  const canvas = new FakeCanvas();
  clients.page.canvases.set('#video-canvas', canvas);
  const client = clients.watch({});
  await receive(1);
  assert.deepEqual(acks(), []);
  await clients.screen.show(64, 36);
  assert.deepEqual(acks(), [1]);
  assert.equal(canvas.surface.drawn.length, 1);
  assert.equal(client.statistics.drawsIn, 'worker');
  const { seq, capturedUs, camera, live, bytes, width, height, ageMs, bitmap } = clients.of('frame')[0];
  assert.deepEqual([seq, capturedUs, camera, live, width, height, ageMs, bitmap], [1, 1_000_000, 'main', true, 64, 36, null, undefined]);
  assert.equal(bytes, frame(1).byteLength);
});

test('a second client on the same canvas draws, after the first and beside it', async () => {
  const canvas = new FakeCanvas();
  const first = clients.watch({ canvas });
  await receive(1);
  await clients.screen.show();
  first.disconnect();
  const second = clients.watch({ canvas });
  await receive(7);
  await clients.screen.show();
  assert.deepEqual([acks(), second.statistics.drawn, first.statistics.drawn], [[7], 1, 1]);
  assert.equal(canvas.surface.drawn.length, 2);
});

test('without canvas a frame carries its bitmap, and is acknowledged after the listeners', async () => {
  const client = clients.watch();
  client.addEventListener('frame', ({ detail }) => {
    assert.deepEqual(acks(), []);
    assert.equal(detail.bitmap.closed, false);
  });
  await receive(1);
  await clients.screen.show();
  assert.deepEqual(acks(), [1]);
  assert.equal(clients.of('frame').length, 1);
});

test('only the newest frame is drawn and acknowledged; the statistics count the others', async () => {
  const client = clients.watch();
  await receive(1, 2, 3, 4);
  await clients.screen.decode();
  await clients.screen.show();
  assert.deepEqual(acks(), [4]);
  const { received, drawn, replaced, bytes, decodeMs, drawDelayMs, drawsIn } = client.statistics;
  assert.deepEqual([received, drawn, replaced, bytes, drawsIn], [4, 1, 3, 4 * frame(1).byteLength, 'page']);
  assert.ok(decodeMs >= 0 && drawDelayMs >= decodeMs);
});

test('a snapshot is the JPEG that is shown, byte by byte, also after the next one came and after the end', async () => {
  const client = clients.watch();
  assert.equal(client.snapshot(), null);
  await receive(1);
  await clients.screen.show();
  await receive(2);
  const blob = client.snapshot();
  assert.equal(blob.type, 'image/jpeg');
  assert.deepEqual(await blob.arrayBuffer(), frame(1));
  client.disconnect();
  assert.equal(client.snapshot(), blob);
});

test('the snapshot of one camera is not that of the next', async () => {
  const client = clients.watch();
  await receive(1);
  await clients.screen.show();
  client.setCamera('gate');
  assert.equal(client.snapshot(), null);
});

test('a frame that cannot be decoded is acknowledged and reported', async () => {
  clients.watch();
  await receive(1);
  await clients.screen.refuse(new Error('damaged'));
  assert.deepEqual(acks(), [1]);
  assert.deepEqual(clients.of('error'), [{ code: 'bad_picture', message: 'Error: damaged' }]);
});

test('a placeholder is not live', async () => {
  clients.watch();
  FakeSocket.last.receive(frame(1, { live: false }));
  await settle();
  await clients.screen.show();
  assert.equal(clients.of('frame')[0].live, false);
});

test('a thousand frames leave one bitmap and nothing pending', async () => {
  const client = clients.watch();
  for (let seq = 1; seq <= 1_000; seq++) {
    FakeSocket.last.receive(frame(seq));
    if (clients.screen.decoding > 0 && seq % 2 === 0)
      await clients.screen.decode();
    if (seq % 3 === 0)
      await clients.screen.repaint();
  }
  while (clients.screen.decoding > 0)
    await clients.screen.decode();
  await clients.screen.repaint();
  const { received, drawn, replaced } = client.statistics;
  assert.deepEqual([received, drawn + replaced, clients.screen.open], [1_000, 1_000, 1]);
});
