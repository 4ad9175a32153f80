import { expectedRate } from './history.js';
import { refusal, sentence } from './refusals.js';

// The sentences of the page but those of `refusals.js`. Short, for people, and without the names of the program's parts.

/** Milliseconds as on the pill: `42 ms`, `3.2 s`, `2 min`; empty while unknown. */
export function age(ms) {
  if (ms === null)
    return '';
  if (ms < 1_000)
    return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min`;
}

/** Whole seconds until a time by `performance.now()`; 0 if it has passed. */
export function secondsUntil(atMs) { return Math.max(0, Math.ceil((atMs - performance.now()) / 1_000)); }

/** The time of day in the viewer's own zone. */
export function timeOfDay(date) { return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' }); }

export function bitrate(kbps) {
  if (kbps == null)
    return '–';
  return kbps >= 1_000 ? `${(kbps / 1_000).toFixed(1)} Mbit/s` : `${Math.round(kbps)} kbit/s`;
}

export function milliseconds(ms) { return ms == null ? '–' : `${Math.round(ms)} ms`; }

/** A rate with at most one decimal: `25`, `12.5`, `0.05`. */
export function rate(fps) { return fps < 1 ? String(Number(fps.toPrecision(2))) : String(Number(fps.toFixed(1))); }

export function size({ width, height }) { return width ? `${width} × ${height}` : '–'; }

/** A codec as people write it, and how this browser decodes it if that is not the best way. */
export function codecName(codec, { decoder }) { return codec === 'h264' ? `H.264${decoder === 'mse' ? ' (MSE)' : ''}` : 'JPEG'; }

// Why there is no H.264, by the names of the client's `CodecProblem`.
const CODEC_PROBLEMS = {
  insecure: 'This browser decodes H.264 only on pages over https.',
  unsupported: "This browser can't decode H.264.",
  failed: 'This browser failed to decode H.264 three times within a minute. So the picture comes as JPEG.',
};

/** Why there is no H.264; empty if there may be. */
export function codecProblem(problem) { return CODEC_PROBLEMS[problem] ?? ''; }

/** What the choice of a quality does. */
export const NO_QUALITY = 'H.264 has no quality to choose: its bitrate follows the connection. With a quality the picture comes as JPEG.';

/**
 * How the picture is encoded.
 *
 * @param {object} settings in effect
 * @param {object} browser the client's counters
 */
export function encoding({ codec, bitrate_kbps: kbps }, browser) {
  const rate = codec === 'h264' && kbps ? `, encoded for ${bitrate(kbps)}` : '';
  return `Codec ${codecName(codec, browser)}${rate}. ${codecProblem(browser.codecProblem)}`.trimEnd();
}

/** The viewer's time zone, for the tooltip of a time. */
export function timeZone() { return Intl.DateTimeFormat().resolvedOptions().timeZone; }

// Why an admitted viewer of a live camera has an old picture, by the names of `StaleCause`.
const STALE = {
  silent: 'Nothing arrives from the server. Your connection may have stopped.',
  server: 'The server sends no pictures, although the camera is live.',
  browser: 'Pictures arrive, but this browser does not draw them.',
  late: 'Pictures arrive, but late: your connection does not carry them in time.',
};

/**
 * How the picture is.
 *
 * @param {object} facts
 * @param {StateDetail} facts.connection the client's state
 * @param {CameraMessage} facts.camera the camera's state
 * @param {string} [facts.encoderProblem] why the service can't make the pictures
 * @param {boolean} [facts.paused] whether the viewer has paused it
 * @param {boolean} [facts.plain] whether the MJPEG stream is shown instead, and comes
 * @param {boolean} [facts.hasPlain] whether it is shown
 * @param {boolean} [facts.resuming] whether it has just been paused or hidden, and its first picture is due
 * @param {string} facts.freshness as of `Freshness`
 * @param {string} [facts.staleCause] as of `StaleCause`
 * @param {Date|null} [facts.since] when the shown picture was captured
 * @returns {{kind: string, label: string, card: {title: string, text: string}|null}}
 */
export function situation({ connection, camera, encoderProblem, paused, plain, hasPlain, resuming, freshness, staleCause, since }) {
  const { problem } = connection;
  switch (connection.state) {
    case 'full': return bad('full', 'All places are taken', problem?.detail ?? 'The server admits no more viewers now.');
    case 'refused': return { kind: 'bad', label: 'refused', card: refusal(problem ?? { detail: connection.reason }) };
    // The picture comes as MJPEG meanwhile, which tells no age.
    case 'waiting': return plain ? PLAIN : bad('disconnected', 'Not connected', sentence(connection.reason));
    case 'closed': return { kind: 'quiet', label: 'closed', card: null };
    case 'connecting': return plain ? PLAIN : connecting(hasPlain || hasPicture(freshness), since);
  }
  if (camera.state === 'lost' || camera.state === 'stalled') {
    return bad(`camera ${camera.state}`, `Camera ${camera.title} is not live${sinceTime(since)}`, sentence(camera.reason));
  }
  if (paused)
    return { kind: 'quiet', label: 'paused', card: null };
  if (encoderProblem && (freshness === 'none' || freshness === 'stale'))
    return bad('no picture', 'The server cannot make this picture', `${sentence(encoderProblem)} The menu has others.`);
  if (camera.state === 'connecting' || camera.state === 'idle')
    return { kind: hasPicture(freshness) ? 'bad' : 'warn', label: `camera ${camera.state}`, card: starting(camera, since) };
  if (freshness === 'none')
    return { kind: 'warn', label: 'starting', card: null };
  if (freshness === 'stale')
    return resuming
      ? { kind: 'warn', label: 'resuming', card: null }
      : bad('stale', `No new picture${sinceTime(since)}`, STALE[staleCause]);
  return freshness === 'late' ? { kind: 'warn', label: 'late', card: null } : { kind: 'live', label: 'live', card: null };
}

/** What the statistics say while there is no live picture; empty while there is one. */
export function trouble({ kind, label }) { return kind === 'live' || label === 'late' ? '' : `There is no live picture now: ${label}.`; }

/** Why the picture is not better or smoother now, for somebody who knows nothing of networks. */
export function limit(stats, { drawDelayMs = 0, replaced = 0 } = {}) {
  if (stats.encoder_problem)
    return stats.codec === 'jpeg'
      ? `The server cannot make this picture: ${stats.encoder_problem}.`
      : `The server cannot encode the video: ${stats.encoder_problem}. The menu has JPEG.`;
  const sent = `${rate(stats.fps)} of ${rate(expectedRate(stats))} frames a second`;
  switch (stats.limit) {
    case 'link': return isBrowserSlow(stats, drawDelayMs) ? slowBrowser(replaced) : slowLink(stats);
    case 'client': return drawDelayMs > SLOW_DRAW_MS ? slowBrowser(replaced) : `You see what you asked for: ${sent}.`;
    case 'server': return `The server is busy: it cannot make more pictures.${notPassed(stats)}`;
    case 'upstream': return 'The network between the camera and this server carries no better picture, or this server may not ask for one.';
    default: return `${camera(stats, sent)}. Nothing else limits the picture.${notPassed(stats)}`;
  }
}

function camera({ still: isStill }, sent) { return isStill ? 'The picture does not change' : `The camera delivers ${sent}`; }

// The server would have less to do, and the picture would be as the camera made it.
function notPassed({ video_problem: problem }) { return problem ? ` The camera's own H.264 is not passed on: ${problem}.` : ''; }

// How many times the picture's bitrate a connection carries that does not limit it.
const ROOM = 4;

// Longer than two repaints of a slow screen.
const SLOW_DRAW_MS = 100;

// Most of what is called queueing then happens between the arrival of a frame and its drawing.
function isBrowserSlow({ queueing_ms: queueingMs }, drawDelayMs) {
  return drawDelayMs > SLOW_DRAW_MS && drawDelayMs > (queueingMs ?? 0) / 2;
}

function slowBrowser(replaced) {
  return `This browser is slow to draw${replaced > 0 ? `: ${replaced} pictures were replaced by newer ones before they were drawn` : ''}.`;
}

function slowLink(stats) {
  // After a start, and after a slow time, it grows step by step.
  if (stats.delivery_kbps > ROOM * stats.bitrate_kbps)
    return `Your connection has room: the picture is growing to full size and quality, ${sizeAndQuality(stats)} now.`;
  const carries = stats.delivery_kbps ? `Your connection carries ${bitrate(stats.delivery_kbps)}` : 'Your connection is slow';
  return `${carries}; the picture was reduced to ${sizeAndQuality(stats)}, ${rate(stats.rate)} frames a second.`;
}

// H.264 has a bitrate instead of a quality.
function sizeAndQuality(stats) { return stats.codec === 'h264' ? size(stats) : `${size(stats)}, quality ${stats.quality}`; }

function starting(camera, since) {
  const known = camera.reason || since;
  return known ? { title: `Camera ${camera.title}: connecting${lastPicture(since)}`, text: sentence(camera.reason) } : null;
}

// A picture that is left from the connection before must not look live.
function connecting(isPictureLeft, since) {
  return isPictureLeft
    ? bad('connecting', `Connecting${lastPicture(since)}`, '')
    : { kind: 'warn', label: 'connecting', card: null };
}

function hasPicture(freshness) { return freshness !== undefined && freshness !== 'none'; }

function lastPicture(date) { return date ? `, the last picture is of ${timeOfDay(date)}` : ''; }

const PLAIN = { kind: 'warn', label: 'plain stream', card: null };

function sinceTime(date) { return date ? ` since ${timeOfDay(date)}` : ''; }

function bad(label, title, text) { return { kind: 'bad', label, card: { title, text } }; }
