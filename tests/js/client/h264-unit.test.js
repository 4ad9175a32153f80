import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecOf } from '../../../wwwroot/js/client/codecs.js';
import { codecString, readMetadata, readStart } from '../../../wwwroot/js/client/h264-unit.js';
import { film, unit, withMetadata } from './support/film.js';
import { frame } from './support/jpegs.js';

const bytes = buffer => new Uint8Array(buffer);

test('the metadata is found behind parameter sets and a message of the encoder', () => {
  const fields = readMetadata(bytes(unit(1, { live: false })));
  assert.deepEqual(Object.fromEntries(fields), { seq: '1', captured_us: '1000000', camera: 'main', live: '0' });
});

test('every unit of the film has its own metadata; the film itself has none', () => {
  for (const [index, access] of film.entries()) {
    assert.equal(readMetadata(bytes(unit(index + 1))).get('seq'), String(index + 1));
    assert.equal(readMetadata(access), null);
  }
});

test('metadata longer than 255 bytes, and behind a message of zeros, is whole', () => {
  const camera = 'x'.repeat(600), zeros = [1, 4, 0, 0, 0, 0];
  const fields = readMetadata(bytes(withMetadata(film[1], `seq=9&camera=${camera}`, zeros)));
  assert.deepEqual([fields.get('seq'), fields.get('camera')], ['9', camera]);
});

test('key frames are those with an IDR slice, and have the parameters that name the codec', () => {
  const starts = film.map(readStart);
  assert.deepEqual(starts.map(({ isKey }) => isKey), [true, false, false, false, true, false, false, false]);
  assert.deepEqual(starts.map(({ parameters }) => parameters !== null), starts.map(({ isKey }) => isKey));
  // Its last byte is the one before the next start code, or a zero of that.
  const [{ parameters }] = starts;
  assert.equal(Buffer.from(parameters).indexOf(Buffer.from([0, 0, 1])), -1);
  assert.deepEqual([...film[0].subarray(film[0].indexOf(parameters) + parameters.length).subarray(0, 3)], [0, 0, 1]);
  assert.equal(codecString(parameters), 'avc1.42C00A');
  assert.equal(codecString(new Uint8Array([0x67, 0x42, 0xe0, 0x1f])), 'avc1.42E01F');
});

test('parameters alone make no key frame, and what follows the first slice is not read', () => {
  const { parameters } = readStart(film[0]), startCode = [0, 0, 1];
  const start = readStart(new Uint8Array([...startCode, ...parameters, ...startCode, 0x41, 0x9a, ...startCode, 0x65, 0x88]));
  assert.deepEqual([start.isKey, start.parameters !== null], [false, true]);
  assert.equal(readMetadata(new Uint8Array([...film[1], ...bytes(unit(1))])), null);
});

test('a unit that is cut off, or is none, does no harm', () => {
  const whole = bytes(unit(1));
  for (let length = 0; length < whole.length; length++) {
    readMetadata(whole.subarray(0, length));
    readStart(whole.subarray(0, length));
  }
  for (const start of [[], [0, 0, 1], [0, 0, 0, 1], [0, 0, 1, 6], [0, 0, 1, 6, 255, 255], [0, 0, 1, 0, 0, 1], [1, 2, 3]]) {
    assert.equal(readMetadata(new Uint8Array(start)), null);
    assert.deepEqual(readStart(new Uint8Array(start)), { isKey: false, parameters: null });
  }
});

test('the first bytes of a message tell its codec', () => {
  assert.equal(codecOf(unit(1)), 'h264');
  assert.equal(codecOf(new Uint8Array([0, 0, 1, 0x65]).buffer), 'h264');
  for (const message of [frame(1), new ArrayBuffer(0), new Uint8Array([0, 0]).buffer, new Uint8Array([0, 0, 0, 2]).buffer])
    assert.equal(codecOf(message), 'jpeg');
});
