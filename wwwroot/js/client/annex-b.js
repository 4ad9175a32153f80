/**
 * The NAL units of an access unit in byte stream form (ITU-T H.264, Annex B), up to its first slice: what comes before it is small, and
 * says all that the client needs.
 *
 * @param {Uint8Array} bytes any bytes
 * @returns {Generator<Uint8Array>} each NAL unit without its start code; the first slice is the last one, with all that follows it
 */
export function* unitsToFirstSlice(bytes) {
  let start = afterStartCode(bytes, 0);
  while (start > 0 && start < bytes.length) {
    if (isSlice(bytes[start])) {
      yield bytes.subarray(start);
      return;
    }
    const next = afterStartCode(bytes, start);
    yield bytes.subarray(start, next > 0 ? next - START_CODE.length : bytes.length);
    start = next;
  }
}

/**
 * All NAL units of an access unit.
 *
 * @param {Uint8Array} bytes any bytes
 * @returns {Generator<Uint8Array>} each NAL unit without its start code
 */
export function* allUnits(bytes) {
  let start = afterStartCode(bytes, 0);
  while (start > 0) {
    const next = afterStartCode(bytes, start);
    const unit = withoutTrailingZeros(bytes.subarray(start, next > 0 ? next - START_CODE.length : bytes.length));
    if (unit.length > 0)
      yield unit;
    start = next;
  }
}

/** @param {number} header the first byte of a NAL unit */
export function unitType(header) { return header & 0x1f; }

/**
 * Removes the bytes that keep a NAL unit from containing a start code (clause 7.4.1.1).
 *
 * @param {Uint8Array} unit
 */
export function withoutEmulationPrevention(unit) {
  const raw = new Uint8Array(unit.length);
  let length = 0, zeros = 0;
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    raw[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return raw.subarray(0, length);
}

/** @param {Uint8Array} bytes */
export function isAnnexB(bytes) { return startsWith(bytes, START_CODE) || startsWith(bytes, [0, ...START_CODE]); }

const START_CODE = [0, 0, 1];
const LAST_SLICE = 5;

/** @param {number} header the first byte of a NAL unit */
export function isSlice(header) { return unitType(header) >= 1 && unitType(header) <= LAST_SLICE; }

/**
 * @param {Uint8Array} bytes
 * @param {number[]} start
 */
function startsWith(bytes, start) { return start.every((byte, at) => bytes[at] === byte); }

// The zeros are the next start code's, or fill up: a unit never ends with one.
/** @param {Uint8Array} unit */
function withoutTrailingZeros(unit) {
  let length = unit.length;
  while (length > 0 && unit[length - 1] === 0)
    length--;
  return unit.subarray(0, length);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @returns {number} the index behind the next start code; 0 if there is none
 */
function afterStartCode(bytes, from) {
  for (let at = from + 2; at < bytes.length; at++)
    if (bytes[at] === 1 && bytes[at - 1] === 0 && bytes[at - 2] === 0)
      return at + 1;
  return 0;
}
