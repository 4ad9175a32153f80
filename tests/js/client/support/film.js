import { readFileSync } from 'node:fs';

/**
 * Eight access units of 64x36 pixels, in Annex B, each a line of `film.txt` in base64. The first and the fifth are key frames. Made with
 * ffmpeg 5.1 and libx264, which puts a message of its own into the first one, and split at the access unit delimiters:
 *
 * ffmpeg -f lavfi -i testsrc2=size=64x36:rate=10 -frames:v 8 -pix_fmt yuv420p -c:v libx264 -profile:v baseline -tune zerolatency
 * -x264-params keyint=4:min-keyint=4:scenecut=0:repeat-headers=1:sliced-threads=0 -bsf:v h264_metadata=aud=insert -f h264 -
 */
export const film = readFileSync(new URL('film.txt', import.meta.url), 'utf8').trim().split('\n').map(line => Buffer.from(line, 'base64'));

const UUID = '6f0c5d1e2b7a4f399a640d8f3c1b7e52';

/** @returns {ArrayBuffer} an access unit as the service sends it, with the metadata before its first slice */
export function unit(seq, { live = true, access = film[(seq - 1) % film.length], before = [] } = {}) {
  return withMetadata(access, `seq=${seq}&captured_us=${1_000_000 * seq}&camera=main${live ? '' : '&live=0'}`, before);
}

/** @param {number[]} before bytes of other SEI messages before that of the service */
export function withMetadata(access, text, before = []) {
  const payload = Buffer.concat([Buffer.from(UUID, 'hex'), Buffer.from(text)]);
  const size = [...Array(Math.floor(payload.length / 255)).fill(255), payload.length % 255];
  const sei = [6, ...protect([...before, 5, ...size, ...payload, 0x80])];
  const slice = firstSlice(access);
  return new Uint8Array([...access.subarray(0, slice), 0, 0, 0, 1, ...sei, ...access.subarray(slice)]).buffer;
}

/** The index of the start code before the first slice. */
function firstSlice(access) {
  for (let at = 0; at + 3 < access.length; at++)
    if (access.readUIntBE(at, 3) === 1 && [1, 5].includes(access[at + 3] & 31))
      return at;
  throw new Error('no slice');
}

/** Emulation prevention: no two zeros are followed by a byte below 4. */
function protect(bytes) {
  const safe = [];
  for (const byte of bytes) {
    if (byte < 4 && safe.at(-1) === 0 && safe.at(-2) === 0)
      safe.push(3);
    safe.push(byte);
  }
  return safe;
}
