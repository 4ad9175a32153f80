"""Measures how far the page's MSE decoder is behind. Called by bench/bursts.sh."""
import argparse
import asyncio
import sys

from page import Page
from service import Service

UNITS = 300
MOST_MS = 100
MOST_AT_ONCE = 10
AFTER_MS = 1000
# Units a second, and how many come at once every two seconds.
ROWS = [(30, 1), (10, 1), (3, 1), (30, 3), (30, 10), (30, 30)]

RECORD = f"""
window.units = [];
const socket = new WebSocket(`ws://${{location.host}}/ws/video_feed?codec=h264&adaptive=false`);
socket.binaryType = 'arraybuffer';
socket.onmessage = ({{ data }}) => {{
  if (typeof data !== 'string' && units.length < {UNITS})
    units.push(data);
  if (units.length === {UNITS})
    socket.close();
}};
"""

# The decoder of the page, and a canvas that is drawn at the next repaint, as the page does it. A key frame that is asked for comes as the
# next unit.
MEASURE = """
window.measure = async (fps, burst, seconds) => {
  const { MseDecoder } = await import('/js/client/mse-decoder.js');
  const canvas = document.body.appendChild(Object.assign(document.createElement('canvas'), { width: 1280, height: 720 }));
  const context = canvas.getContext('2d');
  const measured = { fed: [], drawn: [], bursts: [], keys: 0, losses: [] };
  let ready = null, first = 0, isDue = false;
  const decoder = new MseDecoder({
    decoded: ({ id }, picture) => {
      ready?.picture.close();
      ready = { id, picture };
    },
    lost: (frame, error) => { measured.losses.push(String(error)); isDue = true; },
    keyFrameDue: () => { measured.keys++; isDue = true; },
  });
  const draw = nowMs => {
    if (ready !== null) {
      context.drawImage(ready.picture, 0, 0);
      ready.picture.close();
      for (let id = measured.drawn.length; id <= ready.id; id++)
        measured.drawn.push(performance.now());
      ready = null;
    }
    repaint = requestAnimationFrame(draw);
  };
  let repaint = requestAnimationFrame(draw);
  const feed = () => {
    const id = measured.fed.push(performance.now()) - 1;
    if (isDue)
      [first, isDue] = [id, false];
    const picture = units[(id - first) % units.length];
    decoder.decode({ id, codec: 'h264', picture, size: { width: 1280, height: 720 } });
  };
  const period = Math.max(burst, 2 * fps), startMs = performance.now();
  for (let count = 0; count < seconds * fps; count++) {
    // The first two seconds are calm. Units of a burst come when the last of them does.
    const inPeriod = count % period, isHeld = burst > 1 && count >= period && inPeriod >= period - burst;
    const due = isHeld ? count - inPeriod + period - 1 : count;
    const waitMs = startMs + due * 1_000 / fps - performance.now();
    if (waitMs > 0)
      await new Promise(resolve => { setTimeout(resolve, waitMs); });
    feed();
    if (isHeld && inPeriod === period - 1)
      measured.bursts.push(measured.fed.length - 1);
    else if (isHeld)
      // Each message is a task of its own.
      await new Promise(resolve => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
  }
  await new Promise(resolve => { setTimeout(resolve, 1_000); });
  cancelAnimationFrame(repaint);
  decoder.drop();
  canvas.remove();
  return measured;
};
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    with Service() as service:
        service.wait_live()
        return asyncio.run(measure(service, options.seconds))


async def measure(service, seconds):
    is_met = True
    async with Page.open(f"http://127.0.0.1:{service.port}/healthz/live") as page:
        await page.holds("document.readyState === 'complete'")
        await page.value(RECORD + MEASURE + "0")
        if await page.holds(f"units.length === {UNITS}", seconds=UNITS / 10) == float("inf"):
            print("the service sent too few units")
            return 1
        print("| units a second | at once | all p50 | all p95 | all most | last p50 | last p95 | last most | second after p95 |"
              " drawn/s | keys asked for | failures |\n|" + "---|" * 12)
        for fps, burst in ROWS:
            await page.value(f"window.done = null; measure({fps}, {burst}, {seconds}).then(measured => {{ done = measured; }}); 0")
            await page.holds("window.done", seconds=seconds + 20)
            is_met &= print_row(fps, burst, seconds, await page.value("done"))
    return 0 if is_met else 1


def print_row(fps, burst, seconds, row):
    fed, drawn = row["fed"], row["drawn"]
    # The first ones wait for the player to start.
    waits = [seen - came for came, seen in list(zip(fed, drawn))[fps:]]
    last = [drawn[at] - fed[at] for at in row["bursts"] if at < len(drawn)]
    after = [drawn[i] - fed[i] for at in row["bursts"] for i in range(at + 1, len(drawn)) if fed[i] < fed[at] + AFTER_MS]
    rate = len(set(drawn)) / seconds
    print(f"| {fps} | {burst} | {figures(waits)} | {figures(last)} | {part(after, 0.95)} | {rate:.1f} | {row['keys']}"
          f" | {len(row['losses'])} |", flush=True)
    is_late = len(last) > 0 and burst <= MOST_AT_ONCE and sorted(last)[int(len(last) * 0.95)] > MOST_MS
    return not is_late and len(row["losses"]) == 0 and len(drawn) >= len(fed) - 1


def figures(values):
    return f"{part(values, 0.5)} | {part(values, 0.95)} | {part(values, 1)}"


def part(values, share):
    return f"{sorted(values)[min(len(values) - 1, int(len(values) * share))]:.0f}" if values else "-"


if __name__ == "__main__":
    sys.exit(main())
