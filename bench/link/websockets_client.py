"""A program that reads with Python's websockets, as in docs/client.md, and works on each frame: URL SECONDS WORK-SECONDS. Acknowledges
nothing. Prints a line for each frame as the trace of VideoStream.Load does, when the program gets it from the library."""

import asyncio
import re
import sys
import time

import websockets

# The sum of the luminance table of the JPEG standard at quality 50.
STANDARD_SUM = 3688


def describe(jpeg):
    """Width, height and quality of a JPEG whose quantization table is the standard's, scaled as libjpeg does."""
    width = height = quality = at = 0
    at = 2
    while at + 4 <= len(jpeg):
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDB and jpeg[at + 4] == 0:
            scale = 100 * sum(jpeg[at + 5 : at + 69]) / STANDARD_SUM
            quality = round((200 - scale) / 2 if scale <= 100 else 5000 / scale)
        elif marker in (0xC0, 0xC1, 0xC2):
            height, width = (int.from_bytes(jpeg[at + i : at + i + 2], "big") for i in (5, 7))
            break
        at += 2 + length
    return width, height, quality


async def main(url, seconds, work):
    async with websockets.connect(url, max_size=None) as socket:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            jpeg = await socket.recv()
            now = time.time()
            stamp = re.search(rb"seq=(\d+)&captured_us=(\d+)", jpeg[:1024])
            age = now * 1000 - int(stamp[2]) / 1000
            print(f"{now:.6f}", 0, int(stamp[1]), f"{age:.1f}", len(jpeg), *describe(jpeg), sep="\t")
            await asyncio.sleep(work)


asyncio.run(main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])))
