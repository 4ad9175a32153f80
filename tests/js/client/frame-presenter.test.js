import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { FramePresenter } from '../../../wwwroot/js/client/frame-presenter.js';
import { FakeScreen, settle } from './support/fake-screen.js';

mock.timers.enable({ apis: ['setTimeout'] });
let screen, drawn, failed, presenter;

beforeEach(() => {
  screen = new FakeScreen().install();
  drawn = [];
  failed = [];
  presenter = new FramePresenter({
    draw: ({ frame, picture }) => drawn.push([frame.id, picture]),
    failed: (frame, error) => failed.push([frame.id, String(error)]),
  });
});

const present = (...ids) => ids.forEach(id => presenter.present({ id, codec: 'jpeg', picture: new Blob([String(id)]) }));
const ids = () => drawn.map(([id]) => id);

test('a frame is drawn at the repaint after it was decoded', async () => {
  present(1);
  await screen.decode();
  assert.deepEqual(ids(), []);
  await screen.repaint();
  assert.deepEqual(ids(), [1]);
});

test('only the newest of the frames that wait for the decoder is decoded', async () => {
  present(1, 2, 3, 4);
  assert.equal(screen.decoding, 1);
  await screen.decode();
  assert.equal(screen.decoding, 1);
  await screen.decode();
  assert.equal(screen.decoding, 0);
  await screen.repaint();
  assert.deepEqual(ids(), [4]);
  assert.equal(screen.bitmaps.length, 2);
});

test('one bitmap is open, the one that is drawn, however many came', async () => {
  for (let id = 1; id <= 50; id++) {
    present(id);
    await screen.decode();
    if (id % 3 === 0)
      await screen.repaint();
  }
  await screen.repaint();
  assert.equal(screen.open, 1);
  assert.equal(drawn.at(-1)[1].closed, false);
  presenter.close();
  assert.equal(screen.open, 0);
});

test('a screen without repaints is drawn after a second', async () => {
  present(1);
  await screen.decode();
  mock.timers.tick(999);
  assert.deepEqual(ids(), []);
  mock.timers.tick(1);
  assert.deepEqual(ids(), [1]);
  assert.equal(screen.hasRepaint, false);
});

test('a worker without repaints draws at once', async () => {
  delete globalThis.requestAnimationFrame;
  present(1);
  await screen.decode();
  mock.timers.tick(0);
  assert.deepEqual(ids(), [1]);
});

test('dropped frames are not drawn, whether they wait for decoder or screen, and their bitmaps are closed', async () => {
  present(1);
  await screen.decode();
  present(2, 3);
  presenter.drop();
  await screen.decode();
  await screen.repaint();
  mock.timers.tick(2_000);
  assert.deepEqual(ids(), []);
  assert.equal(screen.open, 0);
  present(4);
  await screen.show();
  assert.deepEqual(ids(), [4]);
});

test('a frame that cannot be decoded fails, and the next one is drawn', async () => {
  present(1, 2);
  await screen.refuse(new Error('damaged'));
  await screen.show();
  assert.deepEqual(failed, [[1, 'Error: damaged']]);
  assert.deepEqual(ids(), [2]);
});

test('a picture that was decoded elsewhere is drawn, and none that was in the decoder before it', async () => {
  present(1);
  const picture = { width: 1, height: 1, close() {} };
  presenter.show({ frame: { id: 2 }, picture, decodeMs: 3 });
  await screen.show();
  assert.deepEqual(drawn, [[2, picture]]);
  present(3);
  await screen.show();
  assert.deepEqual([ids(), screen.open], [[2, 3], 1]);
});

test('a frame that cannot be drawn fails', async () => {
  presenter = new FramePresenter({ draw: () => { throw new Error('no context'); }, failed: ({ id }) => failed.push(id) });
  present(1);
  await screen.show();
  await settle();
  assert.deepEqual(failed, [1]);
});
