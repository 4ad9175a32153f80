"""A wire between two network namespaces with a rate, a delay and losses, for kernels without netem: TCP at its ends is the kernel's own.

    wire.py NEAR FAR MBIT DELAY-MS LOSS-PERCENT

Makes the device "delayed" in both, 10.98.0.1 in NEAR and 10.98.0.2 in FAR. What NEAR sends leaves at the rate, from a queue of 100 ms whose end is dropped, and arrives the
delay later, but for the lost share. What FAR sends arrives at once. Ends, and takes the wire with it, when it is ended. Needs root.
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
    """A network device in the namespace whose packets are read from, and written to, the file that is returned."""
    name = f"vs{os.getpid()}"  # until it is in its namespace
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
    """All packets that wait."""
    try:
        while True:
            yield os.read(end, LARGEST)
    except BlockingIOError:
        pass


def put(end, packet):
    """Delivers a packet, unless nobody is there to take it."""
    try:
        os.write(end, packet)
    except OSError:
        pass


class Direction:
    """What is on its way: each packet with the time at which it arrives."""

    def __init__(self, bytes_per_second, delay, loss):
        self.bytes_per_second = bytes_per_second
        self.delay = delay
        self.loss = loss
        self.free = 0.0  # when the last bit of what was accepted has left
        self.travelling = collections.deque()
        self.chance = random.Random(1)

    def accept(self, packet, now):
        if self.free - now > QUEUE or self.chance.random() < self.loss:
            return
        self.free = max(self.free, now) + len(packet) / self.bytes_per_second
        self.travelling.append((self.free + self.delay, packet))

    def arrived(self, now):
        while self.travelling and self.travelling[0][0] <= now:
            yield self.travelling.popleft()[1]

    def wait(self, now):
        """Seconds until something arrives; None while nothing travels."""
        return max(0.0, self.travelling[0][0] - now) if self.travelling else None


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
