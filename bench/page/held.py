"""Counts the frames that Chromium's decoder holds back. Called by bench/held.sh."""
import argparse
import asyncio
import base64
import os
import subprocess
import sys
import tempfile

from camera import rtsp_camera
from page import Page
from parameters import find_parameters, replace_parameters, with_reordering, without_vui
from service import Service

MOST_HELD = 1
FPS = 100
CONTROL_FRAMES = 300
DELIMITER = b"\0\0\0\1\x09"

# The page's own reader of units, and a decoder as the page configures it. The next unit goes in when the decoder has put out all that went
# in, or nothing for 100 ms: what it has not put out then, it holds.
MEASURE = """
window.measured = { frames: 0, most: 0, held: 0, parameters: [], error: null };
window.queue = [];
window.measure = async count => {
  const { codecString, readStart } = await import('/js/client/h264-unit.js');
  let out = 0, wake = () => {}, started = false;
  const decoder = new VideoDecoder({
    output: picture => { picture.close(); out++; wake(); },
    error: error => { measured.error = String(error); },
  });
  const pause = ms => new Promise(resolve => { wake = resolve; setTimeout(resolve, ms); });
  while (measured.frames < count && measured.error === null) {
    const data = queue.shift();
    if (data === undefined) {
      await pause(5);
      continue;
    }
    const { isKey, parameters } = readStart(data);
    if (isKey && parameters !== null && !measured.parameters.includes(parameters.join())) {
      measured.parameters.push(parameters.join());
      decoder.configure({ codec: codecString(parameters), optimizeForLatency: true });
      started = true;
    }
    if (!started)
      continue;
    measured.frames++;
    decoder.decode(new EncodedVideoChunk({ type: isKey ? 'key' : 'delta', timestamp: measured.frames * 10_000, data }));
    for (let before = -1; out < measured.frames && out !== before;) {
      before = out;
      await pause(100);
    }
    measured.held = measured.frames - out;
    measured.most = Math.max(measured.most, measured.held);
  }
  window.isMeasured = true;
};
"""
WATCH = """
const socket = new WebSocket(`ws://${location.host}/ws/video_feed?codec=h264&adaptive=false`);
socket.binaryType = 'arraybuffer';
socket.onmessage = ({ data }) => { if (typeof data !== 'string') queue.push(new Uint8Array(data)); };
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        stream = replace_parameters(encoded(), without_vui)
        path = os.path.join(work, "camera.h264")
        with open(path, "wb") as file:
            file.write(stream)
        with (rtsp_camera("units_camera.py", path, FPS) as address,
              Service(f"--source={address}", f"--VideoStream:WebSocket:FrameRate={FPS + 20}") as service):
            service.wait_live()
            return asyncio.run(measure(service, stream, options.frames))


async def measure(service, stream, frames):
    address = f"http://127.0.0.1:{service.port}/healthz/live"
    given = find_parameters(stream)
    passed = await held(address, frames, WATCH)
    sent = [bytes(map(int, text.split(","))) for text in passed["parameters"]]
    print_row("passed through, with our SPS", passed)
    untouched = await held(address, CONTROL_FRAMES, fed(stream))
    print_row("the camera's SPS, without VUI", untouched)
    reordered = await held(address, CONTROL_FRAMES, fed(replace_parameters(stream, with_reordering)))
    print_row("an SPS that allows 3 to be out of order", reordered)
    # One SPS, of the camera's profile and level, which is not the camera's: passed through, and rewritten.
    is_rewritten = len(sent) == 1 and sent[0][1:4] == given[1:4] and sent[0] != given
    if not is_rewritten:
        print(f"not the camera's own stream with an SPS that was rewritten: {[sps.hex() for sps in sent]} of {given.hex()}")
    if reordered["most"] <= MOST_HELD:
        print("the decoder holds nothing of a stream that tells it to: this measures nothing")
    is_met = passed["error"] is None and passed["frames"] >= frames and passed["most"] <= MOST_HELD
    return 0 if is_met and is_rewritten and reordered["most"] > MOST_HELD else 1


def print_row(name, row):
    print(f"{name}: {row['frames']} frames, {row['most']} held at most{', ' + row['error'] if row['error'] else ''}", flush=True)


async def held(address, frames, feed):
    async with Page.open(address) as page:
        await page.holds("document.readyState === 'complete'")
        await page.value(MEASURE)
        await page.value(f"{feed}\nmeasure({frames}).catch(error => {{ measured.error = String(error); isMeasured = true; }}); 0")
        # Each may take the 100 ms.
        await page.holds("window.isMeasured", seconds=30 + frames / 8)
        return await page.value("measured")


def fed(stream):
    """Puts the units of a stream into the queue."""
    units = [base64.b64encode(DELIMITER + unit).decode() for unit in stream.split(DELIMITER)[1:CONTROL_FRAMES + 1]]
    return f"queue = {units}.map(text => Uint8Array.from(atob(text), each => each.charCodeAt(0)));"


def encoded():
    """20 s of a moving picture of High profile. Its order counts could say another order than that of sending, but none does."""
    return subprocess.run(
        ["ffmpeg", "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-frames:v", "500",
         "-pix_fmt", "yuv420p", "-c:v", "libx264", "-profile:v", "high", "-preset", "veryfast", "-x264-params",
         "bframes=1:b-adapt=1:b-bias=-100:keyint=25:scenecut=0:ref=3:aud=1:repeat-headers=1", "-f", "h264", "-"],
        check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
