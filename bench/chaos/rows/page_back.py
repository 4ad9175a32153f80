"""the page is left, and shown again from the back/forward cache: until its place is free, and until it is live again"""
import asyncio
import json
import time
import urllib.request

from bounds import at_least, at_most
from page import IS_LIVE, Page
from service import Service

BOUNDS = {"free_s": at_most(0.5), "live_again_s": at_most(2), "from_cache": at_least(1)}
VIEWER = False


def start():
    return Service("--VideoStream:WebSocket:MaxClients=1")


def disturb(service):
    yield asyncio.run(leave_and_return(service))


async def leave_and_return(service):
    address = f"http://127.0.0.1:{service.port}"
    async with Page.open(f"{address}/") as page:
        await page.holds(IS_LIVE)
        # Only a page from the cache still has it.
        await page.call("Runtime.evaluate", expression="window.isKept = true")
        left = time.monotonic()
        await page.navigate(f"{address}/healthz/live")
        while viewers(address):
            await asyncio.sleep(0.02)
        free = time.monotonic() - left
        await page.call("Runtime.evaluate", expression="history.back()")
        live_again = await page.holds(IS_LIVE)
        return {"free_s": free, "live_again_s": live_again, "from_cache": int(await page.holds("window.isKept", 1) < 1)}


def viewers(address):
    with urllib.request.urlopen(f"{address}/api/v1/status", timeout=5) as answer:
        return len(json.load(answer)["viewers"])
