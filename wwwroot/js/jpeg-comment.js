/**
 * Reads the COM segment that every picture carries: `seq=…&captured_us=…&camera=…`, and `&live=0` if it is no
 * picture of the camera but says why there is none.
 *
 * @param {ArrayBuffer} jpeg a whole JPEG
 * @returns {URLSearchParams|null} its fields; null if there is no comment before the picture data
 */
export function readComment(jpeg) {
  const view = new DataView(jpeg);
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (marker === 0xda || length < 2)
      return null;
    if (marker === 0xfe) {
      const end = Math.min(at + 2 + length, view.byteLength);
      return new URLSearchParams(new TextDecoder().decode(new Uint8Array(jpeg, at + 4, end - at - 4)));
    }
    at += 2 + length;
  }
  return null;
}
