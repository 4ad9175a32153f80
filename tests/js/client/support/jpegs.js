/** A JPEG's beginning, with a comment like the service's. The rest is no picture. */
export function jpegWith(comment) {
  const text = new TextEncoder().encode(comment);
  const segment = [0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff, ...text];
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, ...segment, 0xff, 0xda, 0, 2]).buffer;
}

export function frame(seq, { live = true, capturedUs = 1_000_000 * seq } = {}) {
  return jpegWith(`seq=${seq}&captured_us=${capturedUs}&camera=main${live ? '' : '&live=0'}`);
}
