"""Kills what a relayed picture depends on. Called by bench/relay-faults.sh."""
import argparse
import asyncio
import json
import re
import signal
import socket
import statistics
import subprocess
import sys
import time

import websockets

from service import Service

LIMIT = 2.0
WAIT = 20
METADATA = re.compile(rb"seq=(\d+)&captured_us=(\d+)&camera=[^&\xff\0]*?(&live=0)?(?=[\xff\0])")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class NatsCluster:
    """Two NATS servers that know each other."""

    def __init__(self):
        self.ports = [free_port(), free_port()]
        self.routes = [free_port(), free_port()]
        self.processes = [None, None]
        for member in (0, 1):
            self.start(member)

    def url(self, member):
        return f"nats://127.0.0.1:{self.ports[member]}"

    def start(self, member):
        self.processes[member] = subprocess.Popen(
            ["nats-server", "--addr", "127.0.0.1", "--port", str(self.ports[member]), "--cluster_name", "bench",
             "--cluster", f"nats://127.0.0.1:{self.routes[member]}", "--routes", f"nats://127.0.0.1:{self.routes[1 - member]}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.processes[member].poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.ports[member]), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("nats-server has ended")

    def kill(self, member):
        self.processes[member].kill()
        self.processes[member].wait()

    def stop(self):
        for process in self.processes:
            process.kill()
            process.wait()


class Viewer:
    """Watches a relay. Connects again when the connection is lost."""

    def __init__(self, port):
        self.port = port
        self.live_at = self.other_at = 0.0
        self.older = self.losses = 0
        self.reason = None
        self.task = asyncio.create_task(self.run())

    async def run(self):
        newest = 0
        while True:
            try:
                address = f"ws://127.0.0.1:{self.port}/ws/video_feed"
                async with websockets.connect(
                        address, max_size=None, compression=None, subprotocols=["videostream.v1"], open_timeout=2) as connection:
                    number = 0
                    async for message in connection:
                        number, newest = self.read(message, number, newest)
            except (OSError, websockets.WebSocketException, asyncio.TimeoutError):
                pass
            self.losses += 1
            await asyncio.sleep(0.1)

    def read(self, message, number, newest):
        now = time.monotonic()
        if isinstance(message, str):
            text = json.loads(message)
            if text["type"] == "camera" and text["state"] in ("lost", "stalled"):
                self.other_at, self.reason = now, text.get("reason")
            return number, newest
        found = METADATA.search(message, 0, 200)
        if found[3]:
            self.other_at = now
        else:
            self.live_at = now
            self.older += int(found[2]) < newest
            newest = int(found[2])
        self.older += int(found[1]) <= number
        return int(found[1]), newest


async def until(condition):
    end = time.monotonic() + WAIT
    while not condition() and time.monotonic() < end:
        await asyncio.sleep(0.005)
    return time.monotonic()


class Faults:
    def __init__(self, nats):
        self.nats = nats
        self.options = [
            "--VideoStream:Cameras:main:Source=test", "--VideoStream:Cameras:main:Width=640", "--VideoStream:Cameras:main:Height=360",
            f"--VideoStream:Publish:Nats:Url={nats.url(0)}"]
        self.origin = Service(*self.options)
        self.relays = [self.start_relay(), self.start_relay()]
        self.viewers = [Viewer(relay.port) for relay in self.relays]
        self.figures = {}

    def start_relay(self, port=0):
        address = [f"--urls=http://127.0.0.1:{port}"] if port else []
        return Service(f"--VideoStream:Cameras:main:Source={self.nats.url(1)}/main", *address)

    async def round(self, kind, viewer, strike, restore):
        """Strikes, waits for the reason, restores, and waits for the picture."""
        struck = time.monotonic()
        strike()
        if restore is None:
            # Nothing comes back: the others take over.
            back = await until(lambda: viewer.live_at > struck + 0.3)
            self.note(kind, None, back - struck - 0.3)
        else:
            seen = await until(lambda: viewer.other_at > struck or viewer.losses > 0 and kind == "a relay")
            await asyncio.sleep(0.5)
            await asyncio.to_thread(restore)
            restored = time.monotonic()
            back = await until(lambda: viewer.live_at > restored)
            self.note(kind, None if kind == "a relay" else seen - struck, back - restored)
        await asyncio.sleep(1)

    def note(self, kind, seen, back):
        reasons, pictures = self.figures.setdefault(kind, ([], []))
        if seen is not None:
            reasons.append(seen)
        pictures.append(back)

    async def kill_origin(self):
        def strike():
            self.origin.process.kill()
            self.origin.process.wait()

        def restore():
            self.origin = Service(*self.options)
        await self.round("the service that publishes", self.viewers[0], strike, restore)

    async def kill_nats(self):
        def strike():
            self.nats.kill(0)
            self.nats.kill(1)

        def restore():
            self.nats.start(0)
            self.nats.start(1)
        await self.round("all NATS servers", self.viewers[0], strike, restore)

    async def kill_member(self):
        await self.round("the relay's NATS server", self.viewers[0], lambda: self.nats.kill(1), None)
        self.nats.start(1)
        # Both relays are at the other one now. They are to be here again for the next round.
        self.nats.kill(0)
        await asyncio.sleep(1.5)
        self.nats.start(0)
        await asyncio.sleep(1)

    async def kill_relay(self):
        port = self.relays[1].port

        def strike():
            self.relays[1].process.send_signal(signal.SIGKILL)
            self.relays[1].process.wait()

        def restore():
            self.relays[1] = self.start_relay(port)
        await self.round("a relay", self.viewers[1], strike, restore)

    def sizes(self):
        return [(service.handles(), service.threads(), service.private_mb()) for service in (self.origin, self.relays[0])]

    def stop(self):
        for service in (self.origin, *self.relays):
            service.stop()


def report(faults, before, after):
    is_met = True
    for kind, (reasons, pictures) in faults.figures.items():
        met = max([*reasons, *pictures]) <= LIMIT
        is_met &= met
        seen = f"reason after {statistics.median(reasons):.2f} s (most {max(reasons):.2f}), " if reasons else ""
        print(f"{kind}, killed {len(pictures)} times: {seen}picture back after {statistics.median(pictures):.2f} s (most "
              f"{max(pictures):.2f}; asked: {LIMIT:.0f} s): {'met' if met else 'MISSED'}")
    older = sum(viewer.older for viewer in faults.viewers)
    losses = faults.viewers[0].losses
    print(f"older frames after newer ones: {older}; connections of viewers that were lost with no death of their relay: {losses}: "
          f"{'met' if older + losses == 0 else 'MISSED'}")
    for name, was, now in zip(("origin", "relay"), before, after):
        met = now[0] <= was[0] + 10 and now[1] <= was[1] + 6 and now[2] <= was[2] + 15
        is_met &= met
        print(f"{name}: handles {was[0]} to {now[0]}, threads {was[1]} to {now[1]}, memory {was[2]:.0f} to {now[2]:.0f} MB (asked: at most "
              f"10, 6 and 15 more): {'met' if met else 'MISSED'}")
    return is_met and older + losses == 0


async def main():
    parser = argparse.ArgumentParser(prog="bench/relay-faults.sh")
    parser.add_argument("--rounds", type=int, default=100)
    each = max(1, parser.parse_args().rounds // 4)
    nats = NatsCluster()
    try:
        faults = Faults(nats)
        try:
            await until(lambda: all(viewer.live_at for viewer in faults.viewers))
            for _ in range(each):
                await faults.kill_origin()
            # The origin of now stays until the end.
            await faults.kill_nats()
            await asyncio.sleep(10)
            before = faults.sizes()
            for kill in (faults.kill_nats, faults.kill_member, faults.kill_relay):
                for _ in range(each):
                    await kill()
            await asyncio.sleep(10)
            return report(faults, before, faults.sizes())
        finally:
            for viewer in faults.viewers:
                viewer.task.cancel()
            faults.stop()
    finally:
        nats.stop()


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(main()) else 1)
