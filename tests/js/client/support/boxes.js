const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf', 'mvex'];

/**
 * The boxes of an MP4 by their path, as in `moof/traf/tfdt`, each with its content.
 *
 * @param {Uint8Array} bytes
 */
export function boxesOf(bytes, path = '', found = {}) {
  for (let at = 0; at < bytes.length;) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at), size = view.getUint32(0);
    const name = path + String.fromCharCode(...bytes.subarray(at + 4, at + 8)), content = bytes.subarray(at + 8, at + size);
    if (size < 8 || at + size > bytes.length)
      throw new Error(`box ${name} has ${size} bytes`);
    found[name] = content;
    if (CONTAINERS.includes(name.split('/').at(-1)))
      boxesOf(content, `${name}/`, found);
    at += size;
  }
  return found;
}

/** A number of four bytes. */
export function numberAt(bytes, at) { return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at); }
