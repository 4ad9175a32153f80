import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { RenderThread } from '../../../wwwroot/js/client/render-thread.js';
import { FakeCanvas, FakeScreen, settle } from './support/fake-screen.js';
import { FakeWorker, installOffscreenCanvas } from './support/fake-worker.js';

mock.timers.enable({ apis: ['setTimeout'] });
let screen, worker, thread;

beforeEach(() => {
  screen = new FakeScreen().install();
  installOffscreenCanvas();
  start();
});

function start(options) {
  worker = new FakeWorker(options);
  thread = new RenderThread(() => worker);
}

function listener() {
  const events = [];
  return {
    events,
    drawn: ({ id, width, height }) => events.push(`drawn ${id} ${width}x${height}`),
    failed: id => events.push(`failed ${id}`),
  };
}

const frame = id => ({ id, codec: 'jpeg', picture: new Blob([String(id)]) });

test('frames are decoded and drawn in the worker, on the canvas that it was given', async () => {
  const [canvas, client] = [new FakeCanvas(), listener()];
  assert.equal(await thread.ready, true);
  const port = thread.connect(canvas, client);
  port.present(frame(1));
  await settle();
  await screen.show(64, 36);
  assert.deepEqual(client.events, ['drawn 1 64x36']);
  assert.equal(canvas.surface.drawn.length, 1);
  assert.deepEqual([canvas.surface.width, canvas.surface.height], [64, 36]);
  assert.equal(canvas.drawn.length, 0);
});

test('the canvas is resized only when the size of the frames changes', async () => {
  const canvas = new FakeCanvas();
  await thread.ready;
  const port = thread.connect(canvas, listener());
  for (const [id, width] of [[1, 64], [2, 64], [3, 32]]) {
    port.present(frame(id));
    await settle();
    await screen.show(width, 36);
  }
  assert.equal(canvas.surface.resized, 4);
});

test('a second client draws on a canvas that was given away for the first one', async () => {
  const [canvas, first, second] = [new FakeCanvas(), listener(), listener()];
  await thread.ready;
  const old = thread.connect(canvas, first);
  old.present(frame(1));
  await settle();
  await screen.show();
  old.close();
  const port = thread.connect(canvas, second);
  port.present(frame(2));
  await settle();
  await screen.show();
  assert.deepEqual([first.events, second.events], [['drawn 1 64x36'], ['drawn 2 64x36']]);
  assert.equal(canvas.surface.drawn.length, 2);
});

test('two clients on two canvases share one worker and get their own frames', async () => {
  const [one, two] = [listener(), listener()];
  await thread.ready;
  thread.connect(new FakeCanvas(), one).present(frame(1));
  thread.connect(new FakeCanvas(), two).present(frame(2));
  await settle();
  await screen.decode();
  await screen.decode();
  await screen.repaint();
  assert.deepEqual([one.events, two.events], [['drawn 1 64x36'], ['drawn 2 64x36']]);
});

test('dropped frames and those of a closed client are not drawn, and no bitmap stays open', async () => {
  const client = listener();
  await thread.ready;
  const port = thread.connect(new FakeCanvas(), client);
  port.present(frame(1));
  await settle();
  port.drop();
  await settle();
  await screen.show();
  port.present(frame(2));
  await settle();
  await screen.decode();
  port.close();
  await settle();
  await screen.repaint();
  assert.deepEqual(client.events, []);
  assert.equal(screen.open, 0);
});

test('a frame that cannot be decoded is reported', async () => {
  const client = listener();
  await thread.ready;
  thread.connect(new FakeCanvas(), client).present(frame(1));
  await settle();
  await screen.refuse(new Error('damaged'));
  assert.deepEqual(client.events, ['failed 1']);
});

test('a canvas with a context on the page is not given away', async () => {
  const canvas = new FakeCanvas();
  canvas.getContext('2d');
  await thread.ready;
  assert.equal(thread.connect(canvas, listener()), null);
});

test('without a worker it is not ready: not allowed, not loaded, not able to draw', async () => {
  const refused = new RenderThread(() => { throw new Error('SecurityError'); });
  assert.equal(await refused.ready, false);

  start({ serve: false });
  worker.onerror({});
  assert.equal(await thread.ready, false);
  assert.equal(worker.terminated, true);

  installOffscreenCanvas(null);
  start();
  assert.equal(await thread.ready, false);
  assert.equal(worker.terminated, true);
});

test('a worker that does not load within ten seconds is given up', async () => {
  start({ serve: false });
  mock.timers.tick(9_999);
  assert.equal(worker.terminated, false);
  mock.timers.tick(1);
  assert.equal(await thread.ready, false);
  assert.equal(worker.terminated, true);
});
