import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { H264Decoder } from '../../../wwwroot/js/client/h264-decoder.js';
import { FakeVideoDecoder } from './support/fake-video-decoder.js';
import { film } from './support/film.js';

let events, decoder;

beforeEach(() => {
  FakeVideoDecoder.install();
  events = [];
  decoder = new H264Decoder({
    decoded: ({ id }, picture) => {
      events.push(id);
      picture.close();
    },
    failed: ({ id }) => events.push(`failed ${id}`),
    lost: ({ id }, error) => events.push(`lost ${id} ${error?.name ?? error}`),
  });
});

after(() => FakeVideoDecoder.uninstall());

/** Units of the film by their number, from 1. The ids go on over the end of the film. */
function decode(...ids) {
  for (const id of ids)
    decoder.decode({ id, codec: 'h264', picture: bufferOf(film[(id - 1) % film.length]) });
}

const bufferOf = bytes => new Uint8Array(bytes).buffer;

/** The first key frame with another level in its SPS. */
function keyOfOtherLevel() {
  const changed = Uint8Array.from(film[0]);
  const at = changed.findIndex((byte, index) => byte === 0x67 && changed[index - 1] === 1);
  changed[at + 3]++;
  return changed;
}

test('all units are decoded in order, whole, and none is dropped while others wait', () => {
  decode(1, 2, 3, 4, 5);
  const { configurations, chunks } = FakeVideoDecoder.last;
  assert.deepEqual(configurations, [{ codec: 'avc1.42C00A', optimizeForLatency: true }]);
  assert.deepEqual(chunks.map(({ type }) => type), ['key', 'delta', 'delta', 'delta', 'key']);
  for (const [index, { data }] of chunks.entries())
    assert.deepEqual(Buffer.from(data), film[index]);
  for (let i = 0; i < 5; i++)
    FakeVideoDecoder.last.output();
  assert.deepEqual(events, [1, 2, 3, 4, 5]);
});

test('a picture belongs to the frame whose time it has, also if the decoder gave out none for the one before', () => {
  decode(1, 2, 3);
  FakeVideoDecoder.last.output();
  FakeVideoDecoder.last.swallow();
  FakeVideoDecoder.last.output();
  assert.deepEqual(events, [1, 3]);
});

test('a decoder that gives out nothing any more has failed, the first picture may take longer', () => {
  mock.timers.enable({ apis: ['Date'] });
  const now = mock.method(performance, 'now', () => Date.now());
  try {
    const after = (ms, ...ids) => {
      mock.timers.tick(ms);
      decode(...ids);
    };
    decode(1, 2);
    after(2_000, 3);
    after(2_500, 4);
    FakeVideoDecoder.last.output();
    after(2_000, 5);
    assert.deepEqual(events, [1]);
    after(1_500, 6, 7);
    assert.deepEqual(events, [1, 'lost 6 Error', 'lost 7 null']);
    assert.equal(FakeVideoDecoder.all[0].state, 'closed');

    after(0, 9, 10, 11, 12);
    FakeVideoDecoder.last.output();
    // A page that was frozen, or paused.
    after(10_000, 13);
    after(2_000, 14);
    assert.deepEqual(events.slice(3), [9]);
  } finally {
    now.mock.restore();
    mock.timers.reset();
  }
});

test('a picture that nobody asked for is closed', () => {
  decode(1);
  FakeVideoDecoder.last.give(12_345);
  assert.deepEqual([events, FakeVideoDecoder.open], [[], 0]);
});

test('a hidden frame is decoded, and closed', () => {
  decode(1);
  decoder.decode({ id: 2, codec: 'h264', picture: bufferOf(film[1]), isHidden: true });
  FakeVideoDecoder.last.output();
  FakeVideoDecoder.last.output();
  assert.deepEqual([events, FakeVideoDecoder.pictures.length, FakeVideoDecoder.open], [[1], 2, 0]);
});

test('what comes before a key frame is lost, without a decoder', () => {
  decode(2, 3);
  assert.deepEqual([events, FakeVideoDecoder.all.length], [['lost 2 null', 'lost 3 null'], 0]);
  decode(5, 6);
  assert.deepEqual(FakeVideoDecoder.last.chunks.map(({ type }) => type), ['key', 'delta']);
});

test('it is configured again when the parameters change, and not by each key frame', () => {
  decode(1, 2, 5);
  assert.equal(FakeVideoDecoder.last.configurations.length, 1);
  decoder.decode({ id: 9, codec: 'h264', picture: bufferOf(keyOfOtherLevel()) });
  assert.deepEqual(FakeVideoDecoder.last.configurations.map(({ codec }) => codec), ['avc1.42C00A', 'avc1.42C00B']);
  assert.equal(FakeVideoDecoder.all.length, 1);
});

test('after a failure it waits for a key frame, and goes on with another decoder', () => {
  decode(1, 2, 3);
  FakeVideoDecoder.last.fail();
  assert.deepEqual(events, ['lost 3 EncodingError']);
  decode(4);
  assert.deepEqual(events.slice(1), ['lost 4 null']);
  decode(5);
  FakeVideoDecoder.last.output();
  assert.deepEqual([events.slice(2), FakeVideoDecoder.all.length], [[5], 2]);
});

test('a decoder that refuses a unit has failed', () => {
  decode(1);
  FakeVideoDecoder.last.close();
  decode(2);
  assert.deepEqual(events, ['lost 2 InvalidStateError']);
});

test('an idle decoder that the browser has reclaimed has not failed', () => {
  decode(1);
  FakeVideoDecoder.last.output();
  FakeVideoDecoder.last.fail('QuotaExceededError');
  decode(2);
  assert.deepEqual(events, [1, 'lost 2 null']);
});

test('dropped frames do not come out, their decoder is closed, and the next frame needs a key frame', () => {
  decode(1, 2);
  const dropped = FakeVideoDecoder.last;
  decoder.drop();
  assert.equal(dropped.state, 'closed');
  // It was on its way to the page.
  dropped.give(1_000);
  dropped.fail();
  assert.deepEqual([events, FakeVideoDecoder.open], [[], 0]);
  decode(3, 5);
  FakeVideoDecoder.last.output();
  assert.deepEqual(events, ['lost 3 null', 5]);
  decoder.drop();
  decoder.drop();
});
