"""A viewer of H.264 that acknowledges each frame: URL SECONDS FILE. Writes the access units to FILE. Prints a line for each frame as the
trace of VideoStream.Load does, with the rung's bitrate in kbit/s as the quality."""

import asyncio
import json
import re
import sys
import time

import websockets


async def main(url, seconds, name):
    rung = 0, 0, 0
    async with websockets.connect(url, subprotocols=["videostream.v1"], max_size=None) as socket:
        end = time.monotonic() + seconds
        with open(name, "wb") as file:
            while time.monotonic() < end:
                message = await socket.recv()
                now = time.time()
                if isinstance(message, str):
                    rung = changed(rung, json.loads(message))
                    continue
                file.write(message)
                stamp = re.search(rb"seq=(\d+)&captured_us=(\d+)", message)
                age = now * 1000 - int(stamp[2]) / 1000
                print(f"{now:.6f}", 0, int(stamp[1]), f"{age:.1f}", len(message), *rung, sep="\t")
                await socket.send(f'{{"type":"ack","seq":{int(stamp[1])}}}')


def changed(rung, message):
    """Width, height and bitrate after a message."""
    width, height, kilobits = rung
    if message["type"] == "video":
        return message["width"], message["height"], kilobits
    settings = {"config": message, "hello": message.get("settings", {})}.get(message["type"])
    return width, height, kilobits if settings is None else settings.get("bitrate_kbps", 0)


asyncio.run(main(sys.argv[1], float(sys.argv[2]), sys.argv[3]))
