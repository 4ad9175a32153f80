import { FrameAge } from './frame-age.js';
import { VideoStreamClient } from './video-stream-client.js';

const AGE_INTERVAL_MS = 250;
const COMPLAINT_MS = 5_000;
// Values of `limit` in the statistics, in words for people.
const LIMITS = { camera: 'the camera', client: 'this viewer', link: 'the link', server: 'the server' };

const $ = id => document.getElementById(id);
const canvas = $('picture');
const context = canvas.getContext('2d', { alpha: false });

const query = new URLSearchParams(location.search);
// Draws by itself: the age it shows belongs to the frame that is drawn.
const client = new VideoStreamClient(undefined, { ...Object.fromEntries(query), canvas: null });

let camera = { state: 'connecting' };
let connection = { state: 'connecting' };
let paused = false;
let rate = Infinity;
let complaint = '';
let complaintTimer;
const age = new FrameAge(timeUs => client.ageMs(timeUs));

client.addEventListener('frame', ({ detail }) => {
  if (canvas.width !== detail.bitmap.width || canvas.height !== detail.bitmap.height) {
    canvas.width = detail.bitmap.width;
    canvas.height = detail.bitmap.height;
  }
  context.drawImage(detail.bitmap, 0, 0);
  // The age is that of the camera's last frame, so it grows while placeholders are shown.
  if (detail.live)
    age.show(detail);
  showState();
});

client.addEventListener('state', ({ detail }) => {
  connection = detail;
  showState();
});

client.addEventListener('camera', ({ detail }) => {
  camera = detail;
  showState();
});

client.addEventListener('hello', ({ detail }) => {
  paused = detail.settings.paused;
  rate = detail.settings.rate;
  showSettings(detail.settings);
  showCamera(detail.camera);
});

client.addEventListener('config', ({ detail }) => {
  paused = detail.paused;
  rate = detail.rate;
  showSettings(detail);
  showState();
});

client.addEventListener('stats', ({ detail }) => {
  $('rate').textContent = `${detail.fps.toFixed(1)} / ${Number(detail.rate.toFixed(1))} fps`;
  $('bitrate').textContent = detail.bitrate_kbps >= 1000
    ? `${(detail.bitrate_kbps / 1000).toFixed(1)} Mbit/s` : `${detail.bitrate_kbps} kbit/s`;
  $('quality-now').textContent = detail.source ? 'camera’s' : detail.quality;
  $('size-now').textContent = detail.width ? `${detail.width}×${detail.height}` : '–';
  $('round-trip').textContent = milliseconds(detail.round_trip_ms);
  $('queueing').textContent = milliseconds(detail.queueing_ms);
  $('skipped').textContent = detail.skipped;
  $('limit').textContent = LIMITS[detail.limit] ?? detail.limit;
  $('limit').dataset.limit = detail.limit;
});

client.addEventListener('error', ({ detail }) => {
  complaint = detail.message;
  showState();
  clearTimeout(complaintTimer);
  complaintTimer = setTimeout(() => {
    complaint = '';
    showState();
  }, COMPLAINT_MS);
});

$('quality').addEventListener('input', event => { $('quality-asked').textContent = event.target.value; });
$('quality').addEventListener('change', event => client.setQuality(Number(event.target.value)));
$('fps').addEventListener('change', event => client.setFps(Number(event.target.value) || 240));
$('resize').addEventListener('change', event => client.setResize(event.target.value === 'false' ? false : event.target.value));
$('osd').addEventListener('change', event => client.setOsd(event.target.checked));
$('adaptive').addEventListener('change', event => client.setAdaptive(event.target.checked));
$('pause').addEventListener('click', () => paused ? client.resume() : client.pause());
$('camera').addEventListener('change', event => client.setCamera(event.target.value));

function showState() {
  const [text, kind, say] = describeState();
  write('state', text);
  $('state').dataset.kind = kind;
  notice(complaint || say);
}

function describeState() {
  const retry = connection.retryMs ? `, next try in ${Math.ceil(connection.retryMs / 1000)} s` : '';
  switch (connection.state) {
    case 'full': return ['full', 'bad', `The service has as many viewers as it admits${retry}.`];
    case 'refused': return ['refused', 'bad', `Not connected: the socket can't be opened: ${connection.reason}${retry}.`];
    case 'waiting': return ['disconnected', 'bad', `Not connected: ${connection.reason}${retry}.`];
    case 'connecting': return ['connecting', 'warn', ''];
    case 'closed': return ['closed', '', ''];
  }
  if (camera.state === 'lost' || camera.state === 'stalled')
    return [`camera ${camera.state}`, 'bad', `Camera ${camera.camera}: ${camera.reason}. The picture is not live.`];
  if (camera.state === 'idle')
    return ['camera idle', 'warn', ''];
  if (camera.state === 'connecting')
    return ['camera connecting', 'warn', camera.reason ? `Camera ${camera.camera}: ${camera.reason}. Trying again.` : ''];
  if (paused)
    return ['paused', 'warn', ''];
  return age.isStale(rate) ? ['stale', 'warn', `The picture is ${Math.floor(age.ms / 1_000)} s old.`] : ['live', 'good', ''];
}

function showSettings(settings) {
  if (settings.requested_quality !== 'source')
    $('quality').value = settings.requested_quality;
  $('quality-asked').textContent = settings.requested_quality;
  $('osd').checked = settings.osd;
  $('adaptive').checked = settings.adaptive;
  select($('fps'), String(settings.fps), '');
  select($('resize'), String(settings.resize), 'false');
  $('pause').textContent = paused ? 'Resume' : 'Pause';
}

function showCamera(name) {
  if (![...$('camera').options].some(option => option.value === name))
    $('camera').add(new Option(name, name));
  $('camera').value = name;
  $('snapshot').href = `snapshot.jpg?camera=${encodeURIComponent(name)}`;
}

function select(element, value, otherwise) {
  const known = [...element.options].some(option => option.value === value);
  if (!known && otherwise === 'false' && value.includes('x'))
    element.add(new Option(value.replace('x', ' × '), value));
  element.value = known || otherwise === 'false' ? value : otherwise;
}

function notice(text) {
  write('notice', text);
  $('notice').hidden = !text;
}

// Writes only changed text: a screen reader reads every written text out again.
function write(id, text) {
  if ($(id).textContent !== text)
    $(id).textContent = text;
}

function milliseconds(ms) { return ms == null ? '–' : `${ms.toFixed(0)} ms`; }

async function listCameras() {
  const response = await fetch('api/v1/cameras');
  const cameras = response.ok ? await response.json() : [];
  for (const { name } of cameras)
    if (![...$('camera').options].some(option => option.value === name))
      $('camera').add(new Option(name, name));
  $('camera').hidden = cameras.length < 2;
}

listCameras().catch(() => { /* Only the menu of cameras needs the list. */ });
// By a timer too: the age grows, and the frame becomes stale, while nothing arrives.
setInterval(() => {
  write('age', milliseconds(age.ms));
  showState();
}, AGE_INTERVAL_MS);
client.connect();
