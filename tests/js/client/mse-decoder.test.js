import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { MseDecoder } from '../../../wwwroot/js/client/mse-decoder.js';
import { boxesOf, numberAt } from './support/boxes.js';
import { FakeMedia } from './support/fake-media.js';
import { FakePage } from './support/fake-page.js';
import { settle } from './support/fake-screen.js';
import { film, unit } from './support/film.js';

mock.timers.enable({ apis: ['setTimeout'] });
let nowMs = 0;
mock.method(performance, 'now', () => nowMs);
let media, decoder, decoded, lost, due;

beforeEach(() => {
  nowMs = 0;
  media = new FakeMedia().install(new FakePage().install());
  decoded = [];
  lost = [];
  due = 0;
  decoder = new MseDecoder({
    decoded: (frame, picture) => decoded.push([frame.id, picture]),
    lost: (frame, error) => lost.push([frame.id, error && String(error)]),
    keyFrameDue: () => due++,
  });
});

afterEach(() => decoder.drop());

const SIZE = { width: 64, height: 36 };
const frame = (id, more = {}) => ({ id, codec: 'h264', picture: unit(id), size: SIZE, ...more });
const ids = () => decoded.map(([id]) => id);
const fragments = () => media.buffer.appended.map(bytes => boxesOf(bytes)).filter(boxes => 'moof/traf/tfdt' in boxes);
const starts = () => media.buffer.appended.filter(bytes => 'moov/mvhd' in boxesOf(bytes)).length;
const steps = name => media.buffer.steps.filter(([step]) => step === name).map(([, detail]) => detail);

/** Plays frames, each as soon as it is there. */
function play(...frames) {
  for (const next of frames) {
    decoder.decode(next);
    if (media.buffer === null)
      media.source.open();
    media.buffer.finishAll();
  }
}

test('units before the first key frame are lost, and cost no element', () => {
  decoder.decode(frame(2));
  assert.deepEqual([lost, media.videos.length], [[[2, null]], 0]);
});

test('each unit is a fragment of its own, in order, after one start, and one thing is done at a time', () => {
  for (const id of [1, 2, 3])
    decoder.decode(frame(id));
  assert.match(media.video.src, /^blob:/);
  assert.deepEqual([media.video.muted, media.video.playsInline], [true, true]);
  media.source.open();
  assert.equal(media.buffer.type, 'video/mp4; codecs="avc1.42C00A"');
  assert.equal(media.buffer.appended.length, 1);
  media.buffer.finishAll();
  assert.deepEqual([starts(), fragments().length], [1, 3]);
  assert.deepEqual(fragments().map(boxes => numberAt(boxes['moof/mfhd'], 4)), [1, 2, 3]);
  // No gap: the next one begins where the one before ends.
  const times = fragments().map(boxes => [numberAt(boxes['moof/traf/tfdt'], 4), numberAt(boxes['moof/traf/trun'], 12)]);
  assert.deepEqual(times.slice(1).map(([startMs]) => startMs), times.slice(0, -1).map(([startMs, durationMs]) => startMs + durationMs));
});

test('a picture that is presented is that of the newest unit that has begun, however browsers round', () => {
  play(frame(1), frame(2), frame(3), frame(4));
  nowMs = 30;
  media.video.present(0);
  media.video.present(65.999);
  assert.deepEqual(decoded.map(([id, { ms }]) => [id, ms]), [[1, 0], [3, 65.999]]);
  media.video.present(66.001);
  media.video.present(99);
  assert.deepEqual(ids(), [1, 3, 4]);
});

test('a unit that is only needed by others is not given out', () => {
  play(frame(1), frame(2, { isHidden: true }), frame(3));
  media.video.present(0);
  media.video.present(33);
  assert.deepEqual(ids(), [1]);
  media.video.present(66);
  assert.deepEqual([ids(), media.pictures.length], [[1, 3], 2]);
});

test('a browser without VideoFrame makes a bitmap, and one that comes too late is closed', async () => {
  delete globalThis.VideoFrame;
  globalThis.createImageBitmap = async video => media.picture(video);
  play(frame(1), frame(2));
  media.video.present(0);
  await settle();
  assert.deepEqual(ids(), [1]);
  media.video.present(33);
  decoder.drop();
  await settle();
  assert.deepEqual([ids(), media.open], [[1], 1]);
});

test('another size begins anew in the same element, another codec says so before it, and the same parameters again do nothing', () => {
  play(frame(1), frame(5), frame(9, { size: { width: 32, height: 18 } }));
  assert.deepEqual([media.videos.length, starts(), steps('type')], [1, 2, []]);
  const other = new Uint8Array(unit(13));
  other[other.indexOf(0x67) + 3] = 0x1f;
  play(frame(13, { picture: other.buffer }));
  assert.deepEqual([media.videos.length, starts(), steps('type')], [1, 3, ['video/mp4; codecs="avc1.42C01F"']]);
  assert.deepEqual(lost, []);
});

test('what was before a key frame is freed when that is presented, and not before', () => {
  play(frame(1));
  media.video.present(0);
  play(frame(2), frame(3), frame(4));
  media.video.present(99);
  play(frame(5), frame(6));
  assert.deepEqual(steps('remove'), []);
  media.video.present(132);
  assert.deepEqual(steps('remove'), [[0, 0.132]]);
  media.buffer.finishAll();
  media.video.present(165);
  assert.deepEqual(steps('remove'), [[0, 0.132]]);
});

test('months of pictures have times of 32 bits: those of the fragments begin anew with each key frame', () => {
  for (let id = 1; id <= 400; id++) {
    play(frame(id));
    media.video.present((id - 1) * 33);
  }
  const times = fragments().map(boxes => numberAt(boxes['moof/traf/tfdt'], 4));
  assert.equal(Math.max(...times), 99);
  assert.deepEqual([steps('offset').length, steps('offset').at(-1)], [100, 13.068]);
  assert.equal(ids().length, 400);
});

test('of units that come at once those that others wait for long before follow closely, and only those', () => {
  play(frame(1), frame(2), frame(3), frame(4), frame(2), frame(3), frame(5), frame(6));
  const times = media.buffer.appended.filter(bytes => 'moof/traf/tfdt' in boxesOf(bytes))
    .map(bytes => numberAt(boxesOf(bytes)['moof/traf/tfdt'], 4));
  // Fragments after a key frame count from it.
  assert.deepEqual([times, steps('offset').at(-1)], [[0, 33, 66, 71, 76, 81, 0, 5], 0.114]);
  media.video.present(119);
  play(frame(2), frame(3));
  assert.deepEqual(fragments().slice(-2).map(boxes => numberAt(boxes['moof/traf/tfdt'], 4)), [38, 71]);
  assert.deepEqual([ids(), lost], [[6], []]);
});

test('while pictures wait it plays faster, and at its own speed when they are shown', () => {
  play(frame(1));
  assert.equal(media.video.playbackRate, 1);
  nowMs = 80;
  play(frame(2));
  assert.equal(media.video.playbackRate, 2);
  nowMs = 81;
  media.video.present(33);
  assert.equal(media.video.playbackRate, 1);
});

test('one that is late skips to a key frame that comes, and one that is very late asks for it', () => {
  play(frame(1), frame(2));
  media.video.present(0);
  nowMs = 200;
  play(frame(3));
  assert.deepEqual([media.video.currentTime, due], [0, 0]);
  nowMs = 600;
  play(frame(4));
  assert.deepEqual([media.video.currentTime, due], [0, 1]);
  play(frame(5));
  assert.equal(media.video.currentTime, 0.132);
  media.video.present(132);
  assert.deepEqual(ids(), [1, 5]);
});

test('a key frame is asked for after twenty seconds without one, because only then memory can be freed', () => {
  play(frame(1));
  media.video.present(0);
  for (const [atMs, times] of [[19_000, 0], [20_001, 1]]) {
    nowMs = atMs;
    play(frame(2));
    media.video.present(media.video.presentedMs + 33);
    assert.equal(due, times);
  }
  play(frame(5));
  media.video.present(99);
  nowMs += 10;
  play(frame(6));
  assert.deepEqual([due, lost], [1, []]);
});

test('every failure is reported once, frees all, and it goes on at the next key frame', async () => {
  const failures = [
    ['Error: PIPELINE_ERROR_DECODE', () => media.video.fail('PIPELINE_ERROR_DECODE')],
    ['NotAllowedError: no', async () => { media.video.refuse(new DOMException('no', 'NotAllowedError')); await settle(); }],
    ['QuotaExceededError: full', () => {
      media.buffer.error = new DOMException('full', 'QuotaExceededError');
      decoder.decode(frame(3));
    }],
    ['Error: the video element shows nothing', () => mock.timers.tick(6_000)],
    ['TypeError: no picture', () => {
      globalThis.VideoFrame = class { constructor() { throw new TypeError('no picture'); } };
      media.video.present(0);
    }],
  ];
  for (const [words, fail] of failures) {
    lost = [];
    play(frame(1), frame(2));
    const { video, source } = media;
    await fail();
    video.fail('again');
    await settle();
    assert.deepEqual(lost.map(([, error]) => error), [words]);
    assert.deepEqual([video.isLoaded, media.addresses.size], [false, 0]);
    decoder.decode(frame(4));
    assert.equal(lost.at(-1)[1], null);
    play(frame(5));
    assert.notEqual(media.source, source);
    decoder.drop();
  }
});

test('the first picture of an element has six seconds, as busy machines need, and each later one three', () => {
  for (const first of [1, 5]) {
    lost = [];
    play(frame(first));
    mock.timers.tick(5_999);
    assert.deepEqual(lost, []);
    media.video.present(0);
    play(frame(2));
    mock.timers.tick(2_999);
    assert.deepEqual(lost, []);
    mock.timers.tick(1);
    assert.deepEqual(lost, [[2, 'Error: the video element shows nothing']]);
  }
});

test('an element in an iframe that is scrolled out of sight has not failed, because nothing is painted there, and keeps nothing', () => {
  let paint = () => {};
  globalThis.requestAnimationFrame = callback => { paint = callback; return 1; };
  globalThis.cancelAnimationFrame = () => { paint = () => {}; };
  try {
    lost = [];
    play(frame(1));
    const { video } = media;
    mock.timers.tick(6_000);
    assert.deepEqual([lost, video.isLoaded, media.addresses.size], [[[1, null]], false, 0]);

    lost = [];
    play(frame(5));
    paint();
    mock.timers.tick(6_000);
    assert.deepEqual(lost, [[5, 'Error: the video element shows nothing']]);
  } finally {
    delete globalThis.requestAnimationFrame;
    delete globalThis.cancelAnimationFrame;
  }
});

test('nothing is given out after a drop, and an element that shows what it has is not waited for', () => {
  play(frame(1), frame(2));
  const { video } = media, older = video.callback;
  decoder.drop();
  video.present(0);
  mock.timers.tick(10_000);
  assert.deepEqual([decoded, lost, media.addresses.size], [[], [], 0]);
  decoder.decode(frame(5));
  media.source.open();
  media.buffer.finishAll();
  // The element before it has a picture as well.
  older(0, { mediaTime: 0 });
  assert.deepEqual(decoded, []);
  media.video.present(0);
  mock.timers.tick(10_000);
  assert.deepEqual([ids(), lost], [[5], []]);
});

test('damaged units do no harm here: the browser tells', () => {
  play(frame(1));
  for (const bytes of [[], [0, 0, 0, 1], [0, 0, 1, 0x67, 1, 2, 3, 0, 0, 1, 0x65], [...film[1].subarray(0, 9)]])
    play(frame(2, { picture: new Uint8Array(bytes).buffer }));
  assert.deepEqual(lost, []);
});
