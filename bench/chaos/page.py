"""The service's page in a headless Chromium, by its debugging protocol (https://chromedevtools.github.io/devtools-protocol/)."""
import asyncio
import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websockets

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
IS_LIVE = "document.getElementById('state')?.textContent === 'live'"
IS_FULL = "document.getElementById('state')?.textContent === 'full'"


class Page:
    """A page. `async with Page.open(url) as page:`"""

    def __init__(self, connection, browser):
        self._connection = connection
        self._browser = browser
        self._number = 0

    @staticmethod
    @contextlib.asynccontextmanager
    async def open(url):
        if CHROMIUM is None:
            raise RuntimeError("chromium is missing")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            browser = subprocess.Popen(
                [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                async with websockets.connect(_address(browser), max_size=None) as connection:
                    page = Page(connection, browser)
                    await page.navigate(url)
                    yield page
            finally:
                browser.kill()
                browser.wait()

    async def call(self, method, **parameters):
        self._number += 1
        await self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(await asyncio.wait_for(self._connection.recv(), 20))
            if answer.get("id") == self._number:
                return answer.get("result", {})

    async def navigate(self, url):
        await self.call("Page.navigate", url=url)

    async def value(self, expression):
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("value")

    @contextlib.asynccontextmanager
    async def hidden(self):
        """Another tab is in front meanwhile."""
        other = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        try:
            yield
        finally:
            await self.call("Target.closeTarget", targetId=other)
            await self.call("Page.bringToFront")

    def cpu_seconds(self):
        """CPU time of all processes of the browser since they started."""
        return sum(sum(map(int, _fields(pid)[11:13])) for pid in self._processes()) / os.sysconf("SC_CLK_TCK")

    def private_megabytes(self):
        """Memory of all processes of the browser, without pages that others share."""
        kilobytes = 0
        for pid in self._processes():
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
                kilobytes += sum(int(line.split()[1]) for line in rollup if line.startswith("Private_"))
        return kilobytes / 1000

    def _processes(self):
        """The browser's process and all below it."""
        parents = {}
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError):
                    parents[int(name)] = int(_fields(name)[1])
        found = [self._browser.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    async def reload(self):
        await self.call("Page.reload")

    async def holds(self, expression, seconds=30):
        """Waits until an expression holds. Returns the seconds that it took."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            answer = await self.call("Runtime.evaluate", expression=f"Boolean({expression})")
            if answer.get("result", {}).get("value") is True:
                return time.monotonic() - started
            await asyncio.sleep(0.02)
        return float("inf")


def _fields(pid):
    """The fields of /proc/PID/stat after the program's name."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        return stat.read().rpartition(")")[2].split()


def _address(browser):
    """The address of the page's debugging socket."""
    for line in browser.stderr:
        match = re.search(r"DevTools listening on ws://(\S+?)/", line)
        if match:
            with urllib.request.urlopen(f"http://{match.group(1)}/json/list", timeout=10) as answer:
                return next(target for target in json.load(answer) if target["type"] == "page")["webSocketDebuggerUrl"]
    raise RuntimeError("chromium did not start")
