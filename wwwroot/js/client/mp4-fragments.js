import { MP4 } from './vendor/jmuxer/mp4-generator.js';

const TIMESCALE = 1_000;
const TRACK = 1;
// ISO/IEC 14496-12, sample_depends_on.
const DEPENDS_ON_OTHERS = 1, DEPENDS_ON_NONE = 2;

/**
 * What a player has to know before the first fragment. It names no duration: browsers take a stream without one as live, and then hold
 * back no pictures.
 *
 * @param {import('./h264-unit.js').Sample} sample a key frame
 * @param {{width: number, height: number}} size of the picture
 */
export function initSegment({ sequenceParameters, pictureParameters }, { width, height }) {
  const track = {
    id: TRACK, type: /** @type {const} */ ('video'), codec: 'avc1', timescale: TIMESCALE, duration: 0, width, height, volume: 0,
    sps: sequenceParameters, pps: pictureParameters, samples: [],
  };
  return MP4.initSegment([track], 0, TIMESCALE);
}

/**
 * One access unit as a fragment of an MP4.
 *
 * @param {number} sequence rises by one with each fragment
 * @param {number} startMs when it is shown, below 2³²
 * @param {number} durationMs
 * @param {import('./h264-unit.js').Sample} sample
 */
export function fragment(sequence, startMs, durationMs, { isKey, slices }) {
  const data = withLengths(slices);
  const flags = {
    isLeading: 0, isDependedOn: 0, hasRedundancy: 0, paddingValue: 0, degradPrio: 0, isNonSync: isKey ? 0 : 1,
    dependsOn: isKey ? DEPENDS_ON_NONE : DEPENDS_ON_OTHERS,
  };
  const samples = [{ duration: durationMs, size: data.length, cts: 0, flags }];
  return joined([MP4.moof(sequence, startMs, { id: TRACK, samples }), MP4.mdat(data)]);
}

/**
 * NAL units as in an MP4: each behind its length instead of a start code.
 *
 * @param {Uint8Array[]} units
 */
function withLengths(units) {
  return joined(units.flatMap(unit => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, unit.length);
    return [length, unit];
  }));
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
