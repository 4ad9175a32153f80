"""Measures a viewer who is far behind a proxy. Called by bench/far-proxy.sh.

The proxy reads all that the service sends as long as less than 256 kB of it wait, and passes it on at a rate, half a round trip later.
"""
import argparse
import asyncio
import json
import re
import time

import websockets

from service import Service

PART = 16 * 1024
PARTS = 16


async def pump(reader, writer, delay, bytes_per_second):
    """Passes on what comes, at a rate and after a delay."""
    loop = asyncio.get_running_loop()
    parts = asyncio.Queue(PARTS)

    async def pass_on():
        free = 0.0
        while part := await parts.get():
            free = max(free, loop.time()) + len(part) / bytes_per_second
            await asyncio.sleep(max(0.0, free - loop.time()))
            loop.call_later(delay, writer.write, part)

    passing = asyncio.create_task(pass_on())
    while part := await reader.read(PART):
        await parts.put(part)
    await parts.put(None)
    await passing
    loop.call_later(delay, writer.close)


async def start_proxy(service, delay, mbit):
    async def serve(reader, writer):
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", service.port, limit=PART)
        await asyncio.gather(
            pump(reader, behind_writer, delay, float("inf")), pump(behind_reader, writer, delay, mbit * 1e6 / 8), return_exceptions=True)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=PART)
    return server.sockets[0].getsockname()[1]


async def watch(port, options):
    """The ages of the frames in milliseconds, their bytes, and the last statistics."""
    ages, size, stats = [], 0, {}
    url = f"ws://127.0.0.1:{port}/ws/video_feed"
    async with websockets.connect(url, subprotocols=["videostream.v1"], max_size=None) as socket:
        begin = time.monotonic()
        while (now := time.monotonic()) < begin + options.warmup + options.seconds:
            message = await socket.recv()
            if isinstance(message, str):
                text = json.loads(message)
                stats = text if text["type"] == "stats" else stats
                continue
            number, captured = map(int, re.search(rb"seq=(\d+)&captured_us=(\d+)", message[:1024]).groups())
            if now >= begin + options.warmup:
                ages.append(time.time() * 1e3 - captured / 1e3)
                size += len(message)
            if not options.no_acks:
                await socket.send(json.dumps({"type": "ack", "seq": number}))
    return sorted(ages), size, stats


async def measure(service, options):
    port = await start_proxy(service, options.round_trip / 2e3, options.mbit)
    ages, size, stats = await watch(port, options)
    print(f"round trip of {options.round_trip:g} ms, {options.mbit:g} Mbit/s, {'no ' if options.no_acks else ''}acknowledgements")
    print(f"{len(ages) / options.seconds:.1f} frames/s, {size * 8 / options.seconds / 1e3:.0f} kbit/s, "
          f"{stats['width']}x{stats['height']}, quality {stats['quality']}, limited by {stats['limit']}")
    p50, p95 = ages[len(ages) // 2], ages[len(ages) * 95 // 100]
    print(f"age when received: p50 {p50:.0f}, p95 {p95:.0f}, max {ages[-1]:.0f} ms")


def main():
    parser = argparse.ArgumentParser(prog="bench/far-proxy.sh")
    parser.add_argument("--round-trip", type=float, default=200, help="between the proxy and the viewer, in ms")
    parser.add_argument("--mbit", type=float, default=1000)
    parser.add_argument("--no-acks", action="store_true")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--warmup", type=float, default=10)
    options = parser.parse_args()
    with Service() as service:
        asyncio.run(measure(service, options))


if __name__ == "__main__":
    main()
