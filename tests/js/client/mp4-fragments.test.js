import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readSample } from '../../../wwwroot/js/client/h264-unit.js';
import { fragment, initSegment } from '../../../wwwroot/js/client/mp4-fragments.js';
import { boxesOf, numberAt } from './support/boxes.js';
import { film, unit } from './support/film.js';

const samples = film.map((_, index) => readSample(new Uint8Array(unit(index + 1))));

test('a sample has the slices and parameter sets of its unit, and nothing else', () => {
  assert.deepEqual(samples.map(({ isKey }) => isKey), [true, false, false, false, true, false, false, false]);
  for (const [index, { sequenceParameters, pictureParameters, slices }] of samples.entries()) {
    const isKey = index % 4 === 0;
    assert.deepEqual([sequenceParameters.length, pictureParameters.length, slices.length], isKey ? [1, 1, 1] : [0, 0, 1]);
    assert.deepEqual(slices.map(([header]) => header & 31), [isKey ? 5 : 1]);
    // To the end of the unit.
    assert.deepEqual(Buffer.from(film[index]).subarray(-slices[0].length), Buffer.from(slices[0]));
  }
});

test('a picture of several slices, with start codes of both lengths and zeros between, has all of them', () => {
  const bytes = new Uint8Array([0, 0, 0, 1, 0x41, 9, 8, 0, 0, 1, 0x41, 7, 0, 3, 0, 0, 0, 0, 1, 0x41, 5, 0, 0]);
  assert.deepEqual(readSample(bytes).slices.map(slice => [...slice]), [[0x41, 9, 8], [0x41, 7, 0, 3], [0x41, 5]]);
  for (const none of [[], [0, 0, 1], [0, 0, 1, 0, 0, 1], [1, 2, 3]])
    assert.deepEqual(readSample(new Uint8Array(none)).slices, []);
});

test('the initialization segment has size and parameter sets, and names no duration', () => {
  const boxes = boxesOf(initSegment(samples[0], { width: 640, height: 360 }));
  const [parameters] = samples[0].sequenceParameters, [picture] = samples[0].pictureParameters;
  const stsd = Buffer.from(boxes['moov/trak/mdia/minf/stbl/stsd']);
  assert.equal(stsd.toString('latin1', 12, 16), 'avc1');
  assert.deepEqual([stsd.readUInt16BE(40), stsd.readUInt16BE(42)], [640, 360]);
  const avcC = stsd.subarray(stsd.indexOf('avcC') + 4);
  const expected = [
    1, ...parameters.subarray(1, 4), 0xff, 0xe1, 0, parameters.length, ...parameters, 1, 0, picture.length, ...picture,
  ];
  assert.deepEqual([...avcC.subarray(0, expected.length)], expected);
  assert.deepEqual([boxes['moov/mvex/mehd'], numberAt(boxes['moov/mvhd'], 16)], [undefined, 0]);
});

test('a fragment has one sample, with its time, and lengths in place of start codes', () => {
  for (const [index, sample] of samples.entries()) {
    const bytes = fragment(index, 70, 10, sample), boxes = boxesOf(bytes);
    assert.equal(numberAt(boxes['moof/mfhd'], 4), index);
    assert.equal(numberAt(boxes['moof/traf/tfdt'], 4), 70);
    const run = boxes['moof/traf/trun'], [slice] = sample.slices;
    assert.deepEqual([numberAt(run, 4), numberAt(run, 12), numberAt(run, 16)], [1, 10, slice.length + 4]);
    // Whether it is a key frame: ISO/IEC 14496-12, sample_is_non_sync_sample.
    assert.equal(numberAt(run, 20) >> 16 & 1, sample.isKey ? 0 : 1);
    const data = bytes.subarray(numberAt(run, 8));
    assert.deepEqual([numberAt(data, 0), Buffer.from(data.subarray(4))], [slice.length, Buffer.from(slice)]);
    assert.equal(boxes.mdat.length, data.length);
  }
});

test('the muxer is that of the package, as it is', () => {
  const read = path => readFileSync(new URL(path, import.meta.url), 'utf8');
  for (const [copy, original] of [['mp4-generator.js', 'src/util/mp4-generator.js'], ['LICENSE', 'LICENSE']])
    assert.equal(read(`../../../wwwroot/js/client/vendor/jmuxer/${copy}`), read(`../node_modules/jmuxer/${original}`));
});
