#!/usr/bin/python3
"""Compares handshakes a second with a key and without keys.

    bench/handshakes.py [--seconds N] [--turns N]

Starts the built service twice on loopback: once without keys, once with twenty, of which the client brings one as a Bearer. One client
opens sockets, one after the other: each is a new connection, which it resets as soon as the service has upgraded it. Both take turns
(5 of 4 s each), so that what else the machine does meets both. Prints the medians, and exits with 1 if a key makes it slower than the
bound.
Build first: dotnet build --configuration Release. Needs nothing but Python.
"""
import argparse
import hashlib
import os
import pathlib
import socket
import statistics
import struct
import subprocess
import sys
import time

BOUND = 0.9
KEYS = 20
PATIENCE = 30  # seconds until the service listens
ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVICE = ROOT / "src/VideoStream/bin/Release/net10.0/VideoStream.dll"
RESET = struct.pack("ii", 1, 0)

HANDSHAKE = (
    "GET /ws/video_feed HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: c3RhcnQgdGltZSBwcm9iZQ==\r\n{}\r\n"
)


class Service:
    """A service on a free port."""

    def __init__(self, name, keys):
        self.name = name
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        options = [
            "Cameras:main:Source=test", "Cameras:main:Width=160", "Cameras:main:Height=120", "WebSocket:MaxClients=1000",
            "Limits:HandshakesPerAddress=0", "Limits:RequestsPerAddress=0",
        ] + [f"Access:Keys:key{i}:Hash={hashlib.sha256(f'key{i}'.encode()).hexdigest()}" for i in range(keys)]
        command = ["dotnet", str(SERVICE), f"--urls=http://127.0.0.1:{self.port}", "--Serilog:MinimumLevel:Default=Error"]
        self.process = subprocess.Popen(
            command + [f"--VideoStream:{option}" for option in options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.request = HANDSHAKE.format(f"Authorization: Bearer key{keys // 2}\r\n" if keys else "").encode()
        self.rates, self.costs = [], []

    def wait(self):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.handshake()
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def handshake(self):
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            connection.sendall(self.request)
            head = b""
            while b"\r\n\r\n" not in head:
                received = connection.recv(4096)
                if not received:
                    raise OSError("closed before the upgrade")
                head += received
            if not head.startswith(b"HTTP/1.1 101 "):
                raise SystemExit(f"{self.name}: {head.splitlines()[0].decode()}")

    def cpu(self):
        """CPU time of the process so far, in seconds."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def measure(self, seconds):
        count, cpu, started = 0, self.cpu(), time.monotonic()
        while time.monotonic() - started < seconds:
            self.handshake()
            count += 1
        self.rates.append(count / (time.monotonic() - started))
        self.costs.append((self.cpu() - cpu) / count * 1e6)

    def row(self):
        return f"| {self.name} | {statistics.median(self.rates):.0f} | {statistics.median(self.costs):.0f} |"


def main():
    parser = argparse.ArgumentParser(description="Compares handshakes a second with a key and without keys.")
    parser.add_argument("--seconds", type=float, default=4, help="seconds of a turn")
    parser.add_argument("--turns", type=int, default=5, help="turns of each")
    options = parser.parse_args()
    if not SERVICE.exists():
        sys.exit(f"{SERVICE} is missing: dotnet build --configuration Release")
    services = []
    try:
        for name, keys in (("without keys", 0), (f"with a key, of {KEYS}", KEYS)):
            services.append(Service(name, keys))
        for service in services:
            service.wait()
            # Methods that run often are compiled again.
            service.measure(options.seconds)
            service.rates.clear()
            service.costs.clear()
        for turn in range(options.turns):
            for service in services if turn % 2 == 0 else reversed(services):
                service.measure(options.seconds)
    finally:
        for service in services:
            service.process.terminate()
            service.process.wait(10)
    open_rate, keyed_rate = (statistics.median(service.rates) for service in services)
    print("| | handshakes/s | CPU of the service a handshake, µs |\n|---|---|---|")
    for service in services:
        print(service.row())
    ratio = keyed_rate / open_rate
    print(f"\nwith a key: {ratio:.2f} of the handshakes without (at least {BOUND}): {'met' if ratio >= BOUND else 'NOT MET'}")
    return 0 if ratio >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
