"""Measures the viewer page in Chromium. Called by bench/page.sh."""
import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from page import IS_LIVE, Page
from service import DLL, ROOT, Service

FIRST_MS, FIRST_BYTES = 500, 120_000
SHOWN_AGAIN_MS = 300
WARM_UP_SECONDS = 30
HIDDEN_SECONDS = 3

# The page says "live" as soon as the first picture is drawn.
WATCH = f"""
const watch = setInterval(() => {{
  if (!({IS_LIVE}))
    return;
  clearInterval(watch);
  window.firstPictureMs = performance.now();
  window.firstBytes = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0);
}}, 2);
"""

# While it is hidden the picture becomes stale, so the page is live again with the first new one.
WATCH_SHOWN = f"""
document.addEventListener('visibilitychange', () => {{
  window.shownAgainMs = undefined;
  if (document.visibilityState === 'hidden')
    return;
  const started = performance.now();
  document.getElementById('state').textContent = 'hidden until now';
  const watch = setInterval(() => {{
    if (!({IS_LIVE}))
      return;
    clearInterval(watch);
    window.shownAgainMs = performance.now() - started;
  }}, 2);
}});
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--loads", type=int, default=9)
    parser.add_argument("--against")
    options = parser.parse_args()
    is_met = True
    for name, dll in builds(options.against):
        Service.dll = dll
        with Service() as service:
            address = f"http://127.0.0.1:{service.port}/"
            print(f"\n{name}")
            is_met &= asyncio.run(first_pictures(address, options.loads))
            is_met &= asyncio.run(shown_again(address, options.loads))
            is_met &= asyncio.run(minutes(address, options.minutes))
    return 0 if is_met else 1


def builds(commit):
    """This tree's service, and a copy of it with another commit's page."""
    yield "this page", DLL
    if commit is None:
        return
    with tempfile.TemporaryDirectory() as other:
        copy = os.path.join(other, "service")
        shutil.copytree(os.path.dirname(DLL), copy)
        shutil.rmtree(os.path.join(copy, "wwwroot"))
        archive = subprocess.run(["git", "-C", ROOT, "archive", commit, "wwwroot"], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", copy], input=archive.stdout, check=True)
        yield f"the page of {commit}", os.path.join(copy, os.path.basename(DLL))


async def first_pictures(address, loads):
    times, sizes = [], []
    for _ in range(loads):
        # A new profile each time: nothing is in its cache.
        async with Page.open("about:blank") as page:
            await page.call("Page.enable")
            await page.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
            await page.navigate(address)
            await page.holds("window.firstPictureMs")
            times.append(await page.value("firstPictureMs"))
            sizes.append(await page.value("firstBytes"))
    first, size = statistics.median(times), statistics.median(sizes)
    spread = f"{min(times):.0f} to {max(times):.0f}"
    print(f"first picture: {first:.0f} ms after the start of the navigation ({spread}), {size / 1000:.1f} kB before it")
    return first <= FIRST_MS and size <= FIRST_BYTES


async def shown_again(address, count):
    """Time from the moment when a hidden page is visible again until it shows a new picture."""
    times = []
    async with Page.open(address) as page:
        await page.holds(IS_LIVE)
        await page.value(WATCH_SHOWN)
        for _ in range(count):
            async with page.hidden():
                await page.holds("document.visibilityState === 'hidden'")
                await asyncio.sleep(HIDDEN_SECONDS)
            await page.holds("window.shownAgainMs")
            times.append(await page.value("shownAgainMs"))
    median = statistics.median(times)
    print(f"hidden and shown again: a new picture after {median:.0f} ms ({min(times):.0f} to {max(times):.0f})")
    return median <= SHOWN_AGAIN_MS


async def minutes(address, count):
    rows = []
    async with Page.open(address) as page:
        await page.holds(IS_LIVE)
        await asyncio.sleep(min(WARM_UP_SECONDS, count * 60))
        for minute in range(max(1, round(count))):
            started, before = time.monotonic(), page.cpu_seconds()
            await asyncio.sleep(60 if count >= 1 else count * 60)
            cpu = (page.cpu_seconds() - before) / (time.monotonic() - started)
            await page.call("HeapProfiler.collectGarbage")
            heap = await page.value("performance.memory.usedJSHeapSize")
            rows.append((cpu, heap / 1e6, page.private_megabytes()))
            print(f"minute {minute + 1}: CPU {cpu:.1%} of a core, heap {rows[-1][1]:.1f} MB, processes {rows[-1][2]:.0f} MB", flush=True)
    return len(rows) < 4 or is_flat([row[1] for row in rows], 1) and is_flat([row[2] for row in rows], 20)


def is_flat(figures, allowed):
    """Whether the second half is no more than some MB above the first half."""
    half = len(figures) // 2
    growth = statistics.median(figures[half:]) - statistics.median(figures[:half])
    if growth > allowed:
        print(f"grown by {growth:.1f} MB, {allowed} allowed")
    return growth <= allowed


if __name__ == "__main__":
    sys.exit(main())
