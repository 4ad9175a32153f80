import { allUnits, isSlice, unitsToFirstSlice, unitType, withoutEmulationPrevention } from './annex-b.js';

// ITU-T H.264, tables 7-1 and D.1.
const KEY_SLICE = 5, SEI = 6, SEQUENCE_PARAMETERS = 7, PICTURE_PARAMETERS = 8;
const USER_DATA_UNREGISTERED = 5;
// 6f0c5d1e-2b7a-4f39-9a64-0d8f3c1b7e52.
const UUID = [0x6f, 0x0c, 0x5d, 0x1e, 0x2b, 0x7a, 0x4f, 0x39, 0x9a, 0x64, 0x0d, 0x8f, 0x3c, 0x1b, 0x7e, 0x52];

/**
 * Reads the metadata that the service puts before the first slice of each access unit: `seq=…&captured_us=…&camera=…`, and `&live=0` on
 * a placeholder, which shows why there is no picture. An encoder may have put messages of its own beside it.
 *
 * @param {Uint8Array} accessUnit
 * @returns {URLSearchParams|null} the fields; null if there are none
 */
export function readMetadata(accessUnit) {
  for (const unit of unitsToFirstSlice(accessUnit))
    if (unitType(unit[0]) === SEI) {
      const text = readUserData(withoutEmulationPrevention(unit));
      if (text !== null)
        return new URLSearchParams(text);
    }
  return null;
}

/**
 * What a decoder has to know of an access unit.
 *
 * @param {Uint8Array} accessUnit
 * @returns {{isKey: boolean, parameters: Uint8Array|null}} isKey: it can be decoded without those before it; parameters: its SPS
 */
export function readStart(accessUnit) {
  let isKey = false, parameters = null;
  for (const unit of unitsToFirstSlice(accessUnit)) {
    const type = unitType(unit[0]);
    isKey = type === KEY_SLICE;
    if (type === SEQUENCE_PARAMETERS && unit.length > 3)
      parameters = unit;
  }
  return { isKey, parameters };
}

/**
 * Splits an access unit into what an MP4 has in different places.
 *
 * @param {Uint8Array} accessUnit
 * @returns {Sample}
 */
export function readSample(accessUnit) {
  /** @type {Sample} */
  const sample = { isKey: false, sequenceParameters: [], pictureParameters: [], slices: [] };
  for (const unit of allUnits(accessUnit)) {
    const type = unitType(unit[0]);
    if (isSlice(unit[0])) {
      sample.slices.push(unit);
      sample.isKey ||= type === KEY_SLICE;
    } else if (type === SEQUENCE_PARAMETERS && unit.length > 3) {
      sample.sequenceParameters.push(unit);
    } else if (type === PICTURE_PARAMETERS) {
      sample.pictureParameters.push(unit);
    }
  }
  return sample;
}

/**
 * @param {Uint8Array} parameters an SPS
 * @returns {string} the codec's name with profile, constraints and level (RFC 6381), as in `avc1.42E01F`
 */
export function codecString(parameters) {
  return `avc1.${[...parameters.subarray(1, 4)].map(byte => byte.toString(16).padStart(2, '0')).join('').toUpperCase()}`;
}

/** @param {Uint8Array} sei without emulation prevention */
function readUserData(sei) {
  let at = 1;
  // The last byte is the end mark.
  while (at + 2 < sei.length) {
    const [type, afterType] = readNumber(sei, at);
    const [size, start] = readNumber(sei, afterType);
    const payload = sei.subarray(start, start + size);
    if (type === USER_DATA_UNREGISTERED && UUID.every((byte, index) => payload[index] === byte))
      return new TextDecoder().decode(payload.subarray(UUID.length));
    at = start + size;
  }
  return null;
}

/**
 * A number in the form of clause 7.3.2.3.1: each 255 means that more follows.
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {[number, number]} the number, and the index behind it
 */
function readNumber(bytes, at) {
  let number = 0;
  while (bytes[at] === 0xff) {
    number += 0xff;
    at++;
  }
  return [number + (bytes[at] ?? 0), at + 1];
}

/**
 * @typedef {object} Sample
 * @property {boolean} isKey whether it can be decoded without those before it
 * @property {Uint8Array[]} sequenceParameters its SPS
 * @property {Uint8Array[]} pictureParameters its PPS
 * @property {Uint8Array[]} slices the picture
 */
