import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCanvas, makeAddress } from '../../../wwwroot/js/client/settings.js';
import { FakePage } from './support/fake-page.js';
import { FakeCanvas } from './support/fake-screen.js';

const page = new FakePage().install();

test('settings become the query, unknown ones too, absent ones not', () => {
  const address = makeAddress(new URL('ws://host/ws/video_feed?t=1'), {
    camera: 'a&b', quality: 60, osd: false, resize: { width: 640, height: 360 }, page: 'x', fps: undefined, adaptive: null,
  });
  assert.equal(address.href, 'ws://host/ws/video_feed?t=1&camera=a%26b&quality=60&osd=false&resize=640x360&page=x');
});

test('a canvas is an element, a selector, or #video-canvas if there is one', () => {
  const [view, standard] = [new FakeCanvas(), new FakeCanvas()];
  page.canvases.set('#view', view);
  assert.equal(findCanvas(undefined), null);
  page.canvases.set('#video-canvas', standard);
  assert.equal(findCanvas(undefined), standard);
  assert.equal(findCanvas('#view'), view);
  assert.equal(findCanvas(view), view);
  assert.equal(findCanvas(null), null);
});

test('a selector that finds nothing, and what is no canvas, is refused', () => {
  assert.throws(() => findCanvas('#missing'), /no canvas: #missing/);
  assert.throws(() => findCanvas({}), TypeError);
});
