/**
 * Offers a JPEG to the browser as a download.
 *
 * @param {Blob} jpeg
 * @param {string} camera the camera's name
 * @param {Date} at when it was captured
 */
export function download(jpeg, camera, at) {
  const address = URL.createObjectURL(jpeg);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(camera, at);
  link.click();
  // The browser has read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** As in `gate-2026-11-26T14-02-11.345Z.jpg`. */
export function fileName(camera, at) {
  return `${camera.replace(/[^\p{L}\p{N}_-]+/gu, '_')}-${at.toISOString().replaceAll(':', '-')}.jpg`;
}
