import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../../wwwroot/js/page/refusals.js';
import { age, bitrate, codecProblem, encoding, limit, rate, situation } from '../../../wwwroot/js/page/words.js';

const OPEN = { state: 'open' }, LIVE = { state: 'live', camera: 'gate', title: 'Süd 門' };
const STATS = { fps: 25, rate: 25, limit: 'camera', quality: 60, width: 1280, height: 720, queueing_ms: 5 };

test('ages are written in the unit that fits', () => {
  assert.deepEqual([null, 0, 42.4, 999, 3_240, 61_000].map(age), ['', '0 ms', '42 ms', '999 ms', '3.2 s', '1 min']);
});

test('rates have no more decimals than they need', () => {
  assert.deepEqual([25, 12.53, 0.05, 29.97].map(rate), ['25', '12.5', '0.05', '30']);
});

test('bitrates are in kbit/s below one Mbit/s', () => {
  assert.deepEqual([null, 640, 2_140].map(bitrate), ['–', '640 kbit/s', '2.1 Mbit/s']);
});

test('a live picture has no card', () => {
  assert.deepEqual(situation({ connection: OPEN, camera: LIVE, freshness: 'live' }), { kind: 'live', label: 'live', card: null });
});

test('a camera that is live, without a picture yet, is not called live', () => {
  assert.equal(situation({ connection: OPEN, camera: LIVE, freshness: 'none' }).label, 'starting');
});

test('a stale picture is never called live, whatever the connection says', () => {
  const { kind, label } = situation({ connection: OPEN, camera: LIVE, freshness: 'stale' });
  assert.deepEqual([kind, label], ['bad', 'stale']);
});

test('a stale picture says since when and why', () => {
  const since = new Date(2026, 0, 1, 14, 2, 11);
  const { card } = situation({ connection: OPEN, camera: LIVE, freshness: 'stale', staleCause: 'silent', since });
  assert.match(card.title, /^No new picture since .*02.*11/);
  assert.match(card.text, /^Nothing arrives from the server/);
});

test('a picture that was paused or hidden until now is not stale yet', () => {
  assert.equal(situation({ connection: OPEN, camera: LIVE, freshness: 'stale', resuming: true }).label, 'resuming');
});

test('while the MJPEG stream is shown, neither a try nor its failure says that there is no picture', () => {
  for (const state of ['connecting', 'waiting'])
    assert.equal(situation({ connection: { state }, camera: LIVE, plain: true }).label, 'plain stream');
});

test('a lost camera is named with the reason and since when', () => {
  const camera = { state: 'lost', camera: 'gate', title: 'Süd 門', reason: 'connection refused, nothing listens there' };
  const { kind, card } = situation({ connection: OPEN, camera, freshness: 'stale', since: new Date(2026, 0, 1, 14, 2, 11) });
  assert.equal(kind, 'bad');
  assert.match(card.title, /^Camera Süd 門 is not live since .*02.*11/);
  assert.equal(card.text, 'Connection refused, nothing listens there.');
});

test('the connection comes before the camera, and the service\'s own words before the page\'s', () => {
  const problem = { title: 'Too many viewers', detail: '10 of 10 places are taken' };
  const full = situation({ connection: { state: 'full', problem }, camera: { state: 'lost', camera: 'gate' }, freshness: 'stale' });
  assert.deepEqual(full, { kind: 'bad', label: 'full', card: { title: 'All places are taken', text: '10 of 10 places are taken' } });
  assert.equal(situation({ connection: { state: 'waiting', reason: 'connection lost' }, camera: LIVE }).card.text, 'Connection lost.');
});

test('a paused picture is not stale', () => {
  assert.equal(situation({ connection: OPEN, camera: LIVE, paused: true, freshness: 'stale' }).label, 'paused');
});

test('video that cannot be encoded is the first thing to say', () => {
  assert.match(limit({ ...STATS, limit: 'link', encoder_problem: 'libx264: no memory' }), /cannot encode the video: libx264: no memory/);
  assert.equal(
    limit({ ...STATS, codec: 'jpeg', encoder_problem: 'no such variant' }), 'The server cannot make this picture: no such variant.');
});

test('the text about the limit also says why the camera\'s own video is not passed on', () => {
  const text = limit({ ...STATS, limit: 'server', video_problem: 'it has B-frames' });
  assert.match(text, /busy.*\. The camera's own H\.264 is not passed on: it has B-frames\.$/);
  assert.match(limit({ ...STATS, limit: 'camera', video_problem: 'it is H.265' }), /Nothing else .*not passed on: it is H\.265\.$/);
});

test('a picture that cannot be made is said to be so while none is there', () => {
  const facts = { connection: OPEN, camera: LIVE, encoderProblem: 'this relay may not ask for jpeg.80.plain.full' };
  const { kind, card } = situation({ ...facts, freshness: 'none' });
  assert.deepEqual([kind, card.text], ['bad', 'This relay may not ask for jpeg.80.plain.full. The menu has others.']);
  assert.equal(situation({ ...facts, freshness: 'live' }).kind, 'live');
});

test('a relay that gets no better picture says so', () => {
  assert.equal(
    limit({ ...STATS, limit: 'upstream' }),
    'The network between the camera and this server carries no better picture, or this server may not ask for one.');
});

test('the camera\'s rate is compared with what it could be', () => assert.match(limit({ ...STATS, fps: 12 }), /delivers 12 of 25/));

test('a slow link is named with what it carries and what became of the picture', () => {
  const words = limit({ ...STATS, limit: 'link', delivery_kbps: 2_100, width: 640, height: 360, queueing_ms: 80 });
  assert.match(words, /^Your connection carries 2.1 Mbit\/s; .* 640 × 360/);
});

test('a slow browser beside an idle link is not called a slow connection', () => {
  const words = limit({ ...STATS, limit: 'link', queueing_ms: 300 }, { drawDelayMs: 290, replaced: 12 });
  assert.match(words, /^This browser is slow to draw: 12 pictures/);
});

test('a reason that begins with an address keeps its letters', () => {
  const camera = { state: 'lost', camera: 'roof', title: 'roof', reason: 'rtsp://10.0.0.7: connection refused' };
  assert.equal(situation({ connection: OPEN, camera }).card.text, 'rtsp://10.0.0.7: connection refused.');
});

test('a host or an origin that is not allowed is said with the key to set', () => {
  const host = refusal({ code: 'host_not_allowed', host: 'camera.lan', title: 'Host not allowed', detail: 'of the service' });
  assert.equal(host.title, "This page's address is not allowed by the server");
  assert.match(host.text, /the name camera\.lan\. .*camera\.lan in Access:AllowedHosts/);
  const origin = refusal({ code: 'origin_not_allowed', origin: 'https://cam.example', detail: 'of the service' });
  assert.match(origin.text, /pages of https:\/\/cam\.example .*Access:AllowedOrigins; a proxy/);
});

test('a refusal that the page knows nothing of is in the words of the service', () => {
  const known = refusal({ title: 'Unknown camera', detail: 'no camera nosuch' });
  assert.deepEqual(known, { title: 'Unknown camera', text: 'No camera nosuch.' });
  const { label, card } = situation({ connection: { state: 'refused', reason: 'status 418' }, camera: LIVE });
  assert.deepEqual([label, card], ['refused', { title: 'Refused', text: 'Status 418.' }]);
});

test('that a key is needed is not said as to a program', () => {
  const connection = { state: 'refused', problem: { code: 'missing_key', detail: 'Authorization: Bearer' } };
  const { card } = situation({ connection, camera: LIVE });
  assert.equal(card.title, 'Login needed');
  assert.doesNotMatch(card.text, /Bearer/);
});

test('a slow link with H.264 is not said to have reduced a quality', () => {
  for (const kbps of [2_100, 21_000]) {
    const words = limit({ ...STATS, limit: 'link', codec: 'h264', quality: 80, bitrate_kbps: 750, delivery_kbps: kbps, queueing_ms: 80 });
    assert.match(words, /1280 × 720/);
    assert.doesNotMatch(words, /quality 80/);
  }
});

test('the codec is said with the bitrate that it is encoded for, and why there is no other', () => {
  assert.equal(encoding({ codec: 'h264', bitrate_kbps: 750 }, { codecProblem: null }), 'Codec H.264, encoded for 750 kbit/s.');
  assert.equal(encoding({ codec: 'jpeg', bitrate_kbps: null }, { codecProblem: null }), 'Codec JPEG.');
  assert.match(encoding({ codec: 'jpeg' }, { codecProblem: 'failed' }), /^Codec JPEG\. This browser failed .* as JPEG\.$/);
  assert.match(codecProblem('insecure'), /https/);
  assert.equal(codecProblem(null), '');
});
