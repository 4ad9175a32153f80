"""the page with one place, reloaded 20 times at 0 to 500 ms: the slowest until it is live"""
import asyncio

from bounds import at_most
from page import IS_LIVE, Page
from service import Service

BOUNDS = {"live_again_s": at_most(2)}
VIEWER = False
RELOADS = 20


def start():
    return Service("--VideoStream:WebSocket:MaxClients=1")


def disturb(service):
    yield {"live_again_s": asyncio.run(slowest(service))}


async def slowest(service):
    times = []
    async with Page.open(f"http://127.0.0.1:{service.port}/") as page:
        await page.holds(IS_LIVE)
        for i in range(RELOADS):
            await asyncio.sleep(i * 0.5 / (RELOADS - 1))
            # What the page before it shows does not count.
            await page.call("Runtime.evaluate", expression="window.isOld = true")
            await page.reload()
            times.append(await page.holds("!window.isOld && " + IS_LIVE))
    return max(times)
