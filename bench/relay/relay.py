"""Measures what a relay adds. Called by bench/relay.sh."""
import argparse
import asyncio
import json
import re
import socket
import statistics
import subprocess
import sys
import time

import websockets

from service import Service

HOP_P50_MS, HOP_P95_MS = 2, 5
METADATA = re.compile(rb"seq=(\d+)&captured_us=(\d+)&camera=[^&\xff\0]*?(&live=0)?(?=[\xff\0])")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Nats:
    """A NATS server on a free port of 127.0.0.1."""

    def __init__(self):
        port = free_port()
        self.url = f"nats://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["nats-server", "--addr", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nats-server has ended")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def address(service, query):
    return f"ws://127.0.0.1:{service.port}/ws/video_feed?camera=gate&adaptive=false&{query}"


async def receive(service, query, until, arrivals=None, sizes=None):
    """Reads frames until a time, and notes when each arrived."""
    async with websockets.connect(address(service, query), max_size=None, compression=None) as viewer:
        while time.monotonic() < until:
            frame = await asyncio.wait_for(viewer.recv(), 10)
            now = time.perf_counter()
            found = METADATA.search(frame, 0, 200)
            if found and not found[3] and arrivals is not None:
                arrivals[int(found[1])] = now
                sizes.append(len(frame))


async def hop(origin, relay, options):
    """The time between the receipts of the same frame."""
    there, here, sizes, query = {}, {}, [], f"quality={options.quality}"
    until = time.monotonic() + options.seconds + 3
    await asyncio.gather(receive(origin, query, until, there, sizes), receive(relay, query, until, here, sizes))
    # The first second is that of the start.
    both = sorted(there.keys() & here.keys())[30:]
    times = sorted(1000 * (here[number] - there[number]) for number in both)
    p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
    met = p50 < HOP_P50_MS and p95 < HOP_P95_MS
    print(f"hop: {len(times)} frames of {statistics.median(sizes) / 1000:.0f} kB, p50 {p50:.2f} ms, p95 {p95:.2f} ms, most "
          f"{times[-1]:.2f} ms (asked: under {HOP_P50_MS} and {HOP_P95_MS}): {'met' if met else 'MISSED'}")
    return met


def counts(origin):
    camera = next(c for c in json.loads(origin.get("/api/v1/cameras")[2]) if c["name"] == "gate")
    return camera["captured"], camera["encodes"], camera["published"]["frames"]


async def sharing(origin, relays, viewers, options):
    """What is encoded and published a captured frame, of two variants."""
    queries = [f"quality={options.quality}", "quality=50&resize=640x360"]
    until = time.monotonic() + options.seconds + 3
    watching = asyncio.gather(*(receive(relay, query, until) for relay in relays for _ in range(viewers) for query in queries))
    await asyncio.sleep(2)
    before = counts(origin)
    await asyncio.sleep(options.seconds)
    captured, encodes, published = (after - at for after, at in zip(counts(origin), before))
    await watching
    met = max(encodes, published) <= 2.02 * captured
    print(f"{len(relays)} relays, {viewers} viewers of each of 2 variants at each: {encodes / captured:.2f} encodes and "
          f"{published / captured:.2f} published frames a captured frame (asked: at most 2): {'met' if met else 'MISSED'}")
    return met


async def measure(options):
    with Nats() as nats:
        with Service("--VideoStream:Cameras:gate:Source=test", f"--VideoStream:Publish:Nats:Url={nats.url}") as origin:
            relays = [Service(f"--VideoStream:Cameras:gate:Source={nats.url}/gate") for _ in range(3)]
            try:
                results = [
                    await hop(origin, relays[0], options),
                    await sharing(origin, relays[:1], 1, options),
                    await sharing(origin, relays, 5, options),
                ]
            finally:
                for relay in relays:
                    relay.stop()
    return all(results)


def main():
    parser = argparse.ArgumentParser(prog="bench/relay.sh")
    parser.add_argument("--seconds", type=int, default=30, help="how long each of the three is measured")
    parser.add_argument("--quality", type=int, default=100, help="of the JPEGs")
    sys.exit(0 if asyncio.run(measure(parser.parse_args())) else 1)


if __name__ == "__main__":
    main()
