const QUALITY = 0.95;

/**
 * Encodes what a canvas shows, also one that a worker draws on.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob|null>} a JPEG; null if the browser can't encode it
 */
export function encodeCanvas(canvas) {
  // A canvas that was given to a worker has no context on the page, but can be drawn on another one.
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d', { alpha: false })?.drawImage(canvas, 0, 0);
  return new Promise(resolve => copy.toBlob(resolve, 'image/jpeg', QUALITY));
}
