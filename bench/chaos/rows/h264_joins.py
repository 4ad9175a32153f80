"""100 viewers of H.264 that join within a second"""
import asyncio
import time

import websockets

import access_units
from access_units import Witness, is_key_frame
from bounds import UNDISTURBED, at_least, at_most
from clients import SOCKET_PATH
from judge import alongside
from service import Service

BOUNDS = {
    **UNDISTURBED, "joined": at_least(100), "slowest_picture_s": at_most(1.2), "key_frames_in_2_s": at_most(2),
    "begin_without_key_frame": at_most(0),
}
QUERY = "codec=h264"
SECONDS = 4
JOINING, WITHIN = 100, 1.0


def start():
    return Service("--VideoStream:WebSocket:MaxClients=200", "--VideoStream:Limits:HandshakesPerAddress=0")


def disturb(service):
    witness = Witness(service.port)
    witness.wait_frames(60)
    yield from alongside(lambda: judge(service, witness))
    witness.close()


def judge(service, witness):
    # The healthy viewer has begun by then.
    time.sleep(2)
    began = time.monotonic()
    figures = asyncio.run(join_all(service.port))
    time.sleep(max(0, began + 2 - time.monotonic()))
    return {**figures, "key_frames_in_2_s": witness.key_frames_since(began)}


async def join_all(port):
    tries = [asyncio.create_task(join(port, i * WITHIN / JOINING)) for i in range(JOINING)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    joined = [result for result in results if isinstance(result, tuple)]
    return {
        "joined": len(joined),
        "slowest_picture_s": max((seconds for seconds, _ in joined), default=float("inf")),
        "begin_without_key_frame": sum(not begins_with_key for _, begins_with_key in joined),
    }


async def join(port, after):
    """Seconds until the first frame, and whether that is a key frame."""
    await asyncio.sleep(after)
    began = time.monotonic()
    async with websockets.connect(f"ws://127.0.0.1:{port}{SOCKET_PATH}{access_units.QUERY}", max_size=None) as socket:
        unit = await asyncio.wait_for(socket.recv(), 10)
        return time.monotonic() - began, is_key_frame(unit)
