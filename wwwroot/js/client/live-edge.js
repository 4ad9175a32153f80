// Pictures wait for the screen as well.
const CALM_MS = 30;
const CATCH_UP_MS = 50;
const MOST_RATE = 4;
const LATE_MS = 100;
const LOST_MS = 500;

/**
 * How a player keeps up with a live stream: it plays faster while pictures wait, skips to a key frame that comes when it is late, and asks
 * for one when it is very late.
 *
 * @param {number} behindMs for how long the oldest picture waits, while newer ones are there
 * @returns {{rate: number, skips: boolean, isLost: boolean}} the speed; whether to skip to a key frame that comes now; whether to ask for
 * one
 */
export function keepUp(behindMs) {
  const rate = 1 + Math.max(0, behindMs - CALM_MS) / CATCH_UP_MS;
  // In steps: each change costs the player some work.
  return { rate: Math.min(MOST_RATE, Math.ceil(rate * 4) / 4), skips: behindMs > LATE_MS, isLost: behindMs > LOST_MS };
}
