/**
 * @param {import('./codecs.js').Picture} picture
 * @returns {{width: number, height: number}} in pixels
 */
export function sizeOf(picture) {
  return 'displayWidth' in picture ? { width: picture.displayWidth, height: picture.displayHeight } : picture;
}
