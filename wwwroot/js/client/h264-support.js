// What the service's own encoder makes up to 1280x720. A browser that has it has all that the service sends.
const CODEC = 'avc1.42E01F';
const CONFIGURATION = { codec: CODEC, optimizeForLatency: true };
const LOAD_MS = 5_000;

/**
 * Finds out how this browser can decode H.264 here: by WebCodecs, which is the best and which browsers have only on secure pages, or by
 * playing it in a video element (MSE).
 *
 * @param {boolean} [whileHidden] whether it has to go on while the page is hidden. Browsers pause video elements then.
 * @returns {Promise<H264Support>}
 */
export async function findH264Support(whileHidden = false) {
  if (await hasWebCodecs())
    return { decoder: 'webcodecs', problem: null };
  const problem = globalThis.isSecureContext === false ? 'insecure' : 'unsupported';
  if (whileHidden || !hasMediaSource())
    return { decoder: null, problem };
  try {
    // Most pages do without it.
    const { MseDecoder } = await within(LOAD_MS, import('./mse-decoder.js'));
    return { decoder: 'mse', problem: null, createDecoder: listener => new MseDecoder(listener) };
  } catch {
    // The page lacks the file, or the service was away for a moment.
    return { decoder: null, problem, isUnsure: true };
  }
}

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} loading
 * @returns {Promise<T>}
 */
function within(ms, loading) {
  return Promise.race([loading, new Promise((_, reject) => { setTimeout(() => reject(new Error('too late')), ms); })]);
}

async function hasWebCodecs() {
  if (typeof VideoDecoder === 'undefined')
    return false;
  try {
    return (await VideoDecoder.isConfigSupported(CONFIGURATION)).supported === true;
  } catch {
    return false;
  }
}

function hasMediaSource() {
  return typeof MediaSource !== 'undefined' && MediaSource.isTypeSupported(`video/mp4; codecs="${CODEC}"`)
    && 'requestVideoFrameCallback' in HTMLVideoElement.prototype;
}

/**
 * @typedef {object} H264Support
 * @property {'webcodecs'|'mse'|null} decoder null: it can't
 * @property {import('./types.js').CodecProblem|null} problem why it can't
 * @property {boolean} [isUnsure] whether a part could not be loaded, and may be at the next try
 * @property {import('./codecs.js').CreatePlayer} [createDecoder] makes a decoder that works on the page only; absent if that is `h264`'s
 */
