/**
 * Reads the COM segment that every frame carries: `seq=…&captured_us=…&camera=…`, and `&live=0` on a placeholder, which shows
 * why there is no picture.
 *
 * @param {ArrayBuffer} jpeg a complete JPEG
 * @returns {URLSearchParams|null} the fields; null if there is no comment before the image data
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
