"""Measures the age of a camera's own H.264 in Chromium, by a clock in the pictures. Called by bench/clock.sh."""
import argparse
import asyncio
import json
import math
import os
import sys
import tempfile

from camera import rtsp_camera
from page import IS_LIVE, Page
from service import Service

MOST_MS, LEAST_RATE = 100, 24
FPS = 25
BITS, ROWS = 48, 16

# The wall clock in milliseconds. Date.now() has no fractions, so it is read when it changes. Anew each second, because it may be set.
CLOCK = """
let offset, offsetMs = -Infinity;
const now = () => {
  if (performance.now() > offsetMs + 1_000) {
    const ms = Date.now();
    while (Date.now() === ms);
    offsetMs = performance.now();
    offset = ms + 1 - offsetMs;
  }
  return performance.now() + offset;
};
"""

# In the worker, before the page's own script. The timestamp of a picture says which unit it was; captured_us in that says which message.
# The picture may be smaller than the camera's, if the service encoded it.
WORKER = CLOCK + f"""
const capturedUs = new Map(), decodedMs = new Map();
globalThis.VideoDecoder = class extends VideoDecoder {{
  constructor({{ output, ...init }}) {{
    super({{ ...init, output: picture => {{
      decodedMs.set(picture.timestamp, now());
      output(picture);
    }} }});
  }}
}};
globalThis.EncodedVideoChunk = class extends EncodedVideoChunk {{
  constructor(init) {{
    super(init);
    capturedUs.set(init.timestamp, /captured_us=(\\d+)/.exec(new TextDecoder('latin1').decode(init.data.subarray(0, 500)))?.[1]);
  }}
}};
const {{ drawImage }} = OffscreenCanvasRenderingContext2D.prototype;
OffscreenCanvasRenderingContext2D.prototype.drawImage = function (picture, ...place) {{
  const repainted = now();
  drawImage.call(this, picture, ...place);
  const {{ width }} = this.canvas, scale = width / cameraWidth, square = Math.floor(cameraWidth / {BITS}) * scale;
  const row = this.getImageData(0, Math.floor({ROWS / 2} * scale), width, 1).data, drawn = now();
  let painted = 0;
  for (let bit = 0; bit < {BITS}; bit++)
    painted += row[4 * Math.floor((bit + 0.5) * square)] > 128 ? 2 ** bit : 0;
  const {{ timestamp }} = picture;
  const captured = Number(capturedUs.get(timestamp)) / 1_000, decoded = decodedMs.get(timestamp);
  postMessage({{ type: 'measured', painted, captured, decoded, repainted, drawn }});
  for (const times of [capturedUs, decodedMs])
    for (const older of times.keys())
      if (older <= timestamp)
        times.delete(older);
}};
"""

# On the page, before its scripts: times each message, and puts WORKER before the worker's script.
PAGE = CLOCK + f"""
window.measured = [];
const received = new Map();
window.WebSocket = class extends WebSocket {{
  constructor(...init) {{
    super(...init);
    this.addEventListener('message', ({{ data }}) => {{
      const time = now();
      if (typeof data === 'string')
        return;
      const captured = /captured_us=(\\d+)/.exec(new TextDecoder('latin1').decode(new Uint8Array(data, 0, Math.min(500, data.byteLength))));
      received.set(Number(captured?.[1]) / 1_000, time);
    }});
  }}
}};
window.Worker = class extends Worker {{
  constructor(url, options) {{
    const script = `const cameraWidth = ${{cameraWidth}};\n` + {json.dumps(WORKER)} + `import(${{JSON.stringify(String(url))}});`;
    super(URL.createObjectURL(new Blob([script], {{ type: 'text/javascript' }})), options);
    this.addEventListener('message', ({{ data }}) => {{
      if (data.type !== 'measured')
        return;
      measured.push({{ ...data, received: received.get(data.captured) }});
      received.delete(data.captured);
    }});
  }}
}};
"""


def main():
    parser = argparse.ArgumentParser(prog="bench/clock.sh")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--warmup", type=float, default=30, help="seconds before it: .NET and Chromium optimize their code in the first")
    parser.add_argument("--size", default="1920x1080")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        times = os.path.join(work, "times")
        with rtsp_camera("clock_camera.py", options.size, FPS, times) as address, Service(f"--source={address}") as service:
            frames, counts = asyncio.run(watch(service, options))
        return judge(frames, packed_times(times), counts, options.seconds)


async def watch(service, options):
    """What the page measured, and how many frames the service decoded and encoded meanwhile."""
    async with Page.open("about:blank") as page:
        await page.call("Page.enable")
        # The page allows no script but its own.
        await page.call("Page.setBypassCSP", enabled=True)
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=f"const cameraWidth = {int(options.size.split('x')[0])};\n{PAGE}")
        await page.navigate(f"http://localhost:{service.port}/")
        if await page.holds(f"{IS_LIVE} && measured.length > 0", seconds=60) == math.inf:
            raise RuntimeError(f"the page shows no H.264 by WebCodecs in its worker:\n{service.text()[-2000:]}")
        await asyncio.sleep(options.warmup)
        before = work_of(service)
        await page.value("measured.length = 0")
        await asyncio.sleep(options.seconds)
        frames = await page.value("measured")
        return frames, [after - earlier for earlier, after in zip(before, work_of(service))]


def work_of(service):
    camera = service.status()["cameras"][0]
    return camera["decodes"], camera["encodes"]


def packed_times(path):
    """When the last packet of the frame that shows a time was made, in milliseconds."""
    with open(path, encoding="ascii") as file:
        return {int(painted): int(packed) / 10 for painted, packed in map(str.split, file)}


def judge(frames, packed, counts, seconds):
    known = [frame for frame in frames if frame["painted"] in packed and frame.get("received") is not None]
    unknown = len(frames) - len(known)
    frames = [{**frame, "packed": packed[frame["painted"]], "painted": frame["painted"] / 10} for frame in known]
    if not frames:
        print(f"no picture of {unknown} with a known time")
        return 1
    steps = ["painted", "packed", "captured", "received", "decoded", "repainted", "drawn"]
    print(f"{len(frames)} pictures in {seconds:.0f} s\n")
    print(f"{'ms':<10}{'p50':>8}{'p95':>8}{'max':>8}")
    for name, start, end in zip(["camera", "reading", "service", "decoding", "repaint", "drawing"], steps, steps[1:]):
        print_row(name, [frame[end] - frame[start] for frame in frames])
    p95 = print_row("age", [frame["drawn"] - frame["painted"] for frame in frames])
    rate, (decodes, encodes) = len(frames) / seconds, counts
    rows = [
        (f"age p95: {p95:.1f} ms", f"under {MOST_MS} ms", p95 < MOST_MS),
        (f"pictures a second: {rate:.1f}", f"at least {LEAST_RATE}", rate >= LEAST_RATE),
        (f"decodes and encodes by the service: {decodes} and {encodes}", "none", decodes + encodes == 0),
        (f"pictures without a known time: {unknown}", "none", unknown == 0),
    ]
    print()
    for text, bound, is_met in rows:
        print(f"{text} ({bound}): {'met' if is_met else 'MISSED'}")
    return 0 if all(is_met for _, _, is_met in rows) else 1


def print_row(name, values):
    """Prints the percentiles of a part. Returns the 95th."""
    values.sort()
    p95 = values[len(values) * 95 // 100]
    print(f"{name:<10}{values[len(values) // 2]:8.1f}{p95:8.1f}{values[-1]:8.1f}")
    return p95


if __name__ == "__main__":
    sys.exit(main())
