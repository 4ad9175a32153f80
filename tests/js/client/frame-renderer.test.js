import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FrameRenderer } from '../../../wwwroot/js/client/frame-renderer.js';
import { FakeCanvas, FakeScreen, settle } from './support/fake-screen.js';
import { FakeVideoDecoder } from './support/fake-video-decoder.js';
import { FakeWorker, installOffscreenCanvas } from './support/fake-worker.js';
import { film } from './support/film.js';

const workers = [];
globalThis.Worker = class extends FakeWorker {
  constructor(url, options) {
    super();
    workers.push({ url: String(url), options });
  }
};
installOffscreenCanvas();
let screen, drawn;

beforeEach(() => {
  screen = new FakeScreen().install();
  drawn = [];
});

function open(canvas, mayUseWorker = true) {
  const listener = { drawn: detail => drawn.push(detail), failed: id => drawn.push(`failed ${id}`) };
  const renderer = new FrameRenderer(canvas, listener, mayUseWorker);
  renderer.open();
  return renderer;
}

const frame = id => ({ id, codec: 'jpeg', picture: new Blob([String(id)]) });

test('a canvas is drawn in the worker; frames that come before it runs are not lost, and only the newest is decoded', async () => {
  const canvas = new FakeCanvas();
  const renderer = open(canvas);
  renderer.present(frame(1));
  renderer.present(frame(2));
  await settle();
  assert.equal(renderer.drawsIn, 'worker');
  await screen.show();
  assert.deepEqual(drawn.map(({ id, bitmap }) => [id, bitmap]), [[2, undefined]]);
  assert.equal(canvas.surface.drawn.length, 1);
});

test('frames that need each other are all decoded, also those that come before the worker runs', async () => {
  FakeVideoDecoder.install();
  const canvas = new FakeCanvas();
  const renderer = open(canvas);
  for (const id of [1, 2, 3])
    renderer.present({ id, codec: 'h264', picture: new Uint8Array(film[id - 1]).buffer });
  assert.equal(FakeVideoDecoder.all.length, 0);
  await settle();
  for (let i = 0; i < 3; i++)
    FakeVideoDecoder.last.output();
  await screen.repaint();
  assert.deepEqual(drawn.map(({ id, width, height }) => [id, width, height]), [[3, 64, 36]]);
  FakeVideoDecoder.uninstall();
});

test('a decoder that works on the page only gets the units of H.264, and ends with the renderer and with another codec', async () => {
  for (const canvas of [new FakeCanvas(), null]) {
    drawn = [];
    const renderer = open(canvas), calls = [];
    let listener;
    renderer.playWith(tells => {
      listener = tells;
      return { decode: ({ id }) => calls.push(id), drop: () => calls.push('drop') };
    });
    renderer.present({ id: 1, codec: 'h264' });
    renderer.present({ id: 2, codec: 'h264' });
    await settle();
    const picture = { width: 8, height: 4, close() {} };
    listener.decoded({ id: 2, picture: 'large' }, picture, 5);
    await settle();
    await screen.repaint();
    assert.deepEqual(drawn.map(({ id, width, decodeMs }) => [id, width, decodeMs]), [[2, 8, 5]]);
    renderer.present(frame(3));
    await settle();
    await screen.show();
    assert.deepEqual([drawn.at(-1).id, calls], [3, [1, 2, 'drop']]);
    renderer.close();
    listener.decoded({ id: 4 }, picture, 5);
    assert.deepEqual(calls, [1, 2, 'drop', 'drop']);
  }
});

test('all clients of a page use one module worker, which lies beside the client', async () => {
  open(new FakeCanvas());
  open(new FakeCanvas());
  await settle();
  assert.deepEqual(workers.map(({ options }) => options), [{ type: 'module' }]);
  assert.match(workers[0].url, /client\/render-worker\.js$/);
});

test('a canvas that has a context already, or whose page wants it, is drawn on the page', async () => {
  const used = new FakeCanvas();
  used.getContext('2d');
  for (const [canvas, mayUseWorker] of [[used, true], [new FakeCanvas(), false]]) {
    const renderer = open(canvas, mayUseWorker);
    await settle();
    renderer.present(frame(1));
    await screen.show();
    assert.equal(renderer.drawsIn, 'page');
    assert.equal(canvas.drawn.length, 1);
  }
  assert.deepEqual(drawn.map(({ bitmap }) => bitmap), [undefined, undefined]);
});

test('without canvas it gives the bitmap out, which is valid until the next frame', async () => {
  const renderer = open(null);
  renderer.present(frame(1));
  await screen.show();
  assert.equal(drawn[0].bitmap.closed, false);
  renderer.present(frame(2));
  await screen.show();
  assert.deepEqual(drawn.map(({ bitmap }) => bitmap.closed), [true, false]);
  renderer.close();
  assert.equal(screen.open, 0);
});

test('a picture is cleared in the worker and on the page, also after it was closed, and what is on the road is not drawn', async () => {
  for (const mayUseWorker of [true, false]) {
    const canvas = new FakeCanvas();
    const renderer = open(canvas, mayUseWorker);
    await settle();
    const surface = canvas.surface ?? canvas;
    renderer.present(frame(1));
    await settle();
    await screen.show();
    assert.notEqual(surface.shown, null);
    renderer.close();
    renderer.open();
    await settle();
    renderer.present(frame(2));
    await settle();
    await screen.decode();
    renderer.clear();
    await settle();
    await screen.repaint();
    assert.deepEqual([surface.shown, surface.drawn.length, screen.open], [null, 1, 0]);
    renderer.present(frame(3));
    await settle();
    await screen.show();
    assert.notEqual(surface.shown, null);
    renderer.close();
  }
});

test('a canvas that is used for something else fails each frame', async () => {
  const canvas = new FakeCanvas();
  canvas.getContext('webgl');
  const renderer = open(canvas);
  await settle();
  renderer.present(frame(1));
  await screen.show();
  assert.deepEqual(drawn, ['failed 1']);
});

test('one that is closed before the worker runs keeps its canvas, and draws after it was opened again', async () => {
  const canvas = new FakeCanvas();
  const renderer = open(canvas);
  renderer.present(frame(1));
  renderer.close();
  await settle();
  assert.equal(canvas.surface, undefined);
  assert.equal(screen.decoding, 0);
  renderer.open();
  await settle();
  assert.equal(screen.decoding, 0);
  renderer.present(frame(2));
  await settle();
  await screen.show();
  assert.deepEqual(drawn.map(({ id }) => id), [2]);
});
