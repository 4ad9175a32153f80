"""a page that says "full": until it is live, from the moment when a place is free"""
import asyncio

from bounds import at_most
from clients import open_stream
from page import IS_FULL, IS_LIVE, Page
from service import Service

BOUNDS = {"live_s": at_most(2.5)}
VIEWER = False


def start():
    return Service("--VideoStream:WebSocket:MaxClients=1")


def disturb(service):
    yield {"live_s": asyncio.run(until_live(service))}


async def until_live(service):
    client = open_stream(service.port)
    async with Page.open(f"http://127.0.0.1:{service.port}/") as page:
        await page.holds(IS_FULL)
        # Past its first tries, which come sooner.
        await asyncio.sleep(5)
        client.close()
        return await page.holds(IS_LIVE)
