"""A link between two network namespaces with a rate, a delay and losses, for kernels without netem. TCP at its ends is the kernel's own.

    wire.py NEAR FAR MBIT DELAY-MS LOSS-PERCENT

Makes the device "delayed" in both namespaces, 10.98.0.1 in NEAR and 10.98.0.2 in FAR. Packets from NEAR pass a queue of 100 ms (tail drop)
at the given rate and arrive after the delay; the given share of them is lost. Packets from FAR arrive at once. The devices end with this
process. Needs root.
"""
import collections
import fcntl
import os
import random
import select
import struct
import subprocess
import sys
import time

QUEUE = 0.1
LARGEST = 65536
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def open_end(namespace, address):
    """Creates a TUN device in the namespace. Returns the file that its packets are read from and written to."""
    name = f"vs{os.getpid()}"  # until it is moved into its namespace
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    for command in (
        ["ip", "link", "set", name, "netns", namespace, "name", "delayed"],
        ["ip", "-n", namespace, "address", "add", address, "dev", "delayed"],
        ["ip", "-n", namespace, "link", "set", "delayed", "up"],
    ):
        subprocess.run(command, check=True)
    return end


def packets(end):
    """All waiting packets."""
    try:
        while True:
            yield os.read(end, LARGEST)
    except BlockingIOError:
        pass


def put(end, packet):
    """Delivers a packet. Drops it if the device is down."""
    try:
        os.write(end, packet)
    except OSError:
        pass


class Direction:
    """The packets in flight, each with its time of arrival."""

    def __init__(self, bytes_per_second, delay, loss):
        self.bytes_per_second = bytes_per_second
        self.delay = delay
        self.loss = loss
        self.free = 0.0  # when the last accepted bit has left the queue
        self.in_flight = collections.deque()
        self.chance = random.Random(1)

    def accept(self, packet, now):
        if self.free - now > QUEUE or self.chance.random() < self.loss:
            return
        self.free = max(self.free, now) + len(packet) / self.bytes_per_second
        self.in_flight.append((self.free + self.delay, packet))

    def arrived(self, now):
        while self.in_flight and self.in_flight[0][0] <= now:
            yield self.in_flight.popleft()[1]

    def wait(self, now):
        """Seconds until the next arrival; None while nothing is in flight."""
        return max(0.0, self.in_flight[0][0] - now) if self.in_flight else None


def main(near_namespace, far_namespace, mbit, delay_ms, loss_percent):
    near = open_end(near_namespace, "10.98.0.1/24")
    far = open_end(far_namespace, "10.98.0.2/24")
    outward = Direction(float(mbit) * 1e6 / 8, float(delay_ms) / 1000, float(loss_percent) / 100)
    while True:
        select.select([near, far], [], [], outward.wait(time.monotonic()))
        for packet in packets(far):
            put(near, packet)
        for packet in packets(near):
            outward.accept(packet, time.monotonic())
        for packet in outward.arrived(time.monotonic()):
            put(far, packet)


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
