// What the service's own encoder makes up to 1280x720. A browser that has it has all that the service sends.
const CONFIGURATION = { codec: 'avc1.42E01F', optimizeForLatency: true };

/**
 * Finds out whether this browser can decode H.264 here.
 *
 * @returns {Promise<import('./types.js').CodecProblem|null>} why not; null if it can
 */
export async function findH264Problem() {
  if (typeof VideoDecoder === 'undefined')
    return globalThis.isSecureContext === false ? 'insecure' : 'unsupported';
  try {
    return (await VideoDecoder.isConfigSupported(CONFIGURATION)).supported ? null : 'unsupported';
  } catch {
    return 'unsupported';
  }
}
