"""A second network namespace behind a slow link, as scripts/link-test.sh has it."""
import ctypes
import os
import subprocess
import time

CLONE_NEWNET = 0x40000000
NEAR, FAR = "10.96.0.1", "10.96.0.2"


class SlowLink:
    """Joins this process's network namespace, which must be its own, to another one. Needs root, or root in a user namespace."""

    def __init__(self, rate="2mbit"):
        self.rate = rate
        self.namespace = None
        self._holder = None

    def __enter__(self):
        self._holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self.namespace = Namespace(self._holder.pid, NEAR)
        _wait_for_own_namespace(self._holder.pid)
        inside = ["nsenter", f"--net=/proc/{self._holder.pid}/ns/net"]
        for command in (
            ["ip", "link", "set", "lo", "up"],
            ["ip", "link", "add", "slow", "type", "veth", "peer", "name", "slow", "netns", str(self._holder.pid)],
            ["ip", "address", "add", NEAR + "/24", "dev", "slow"],
            ["ip", "link", "set", "slow", "gso_max_segs", "1", "up"],
            ["tc", "qdisc", "add", "dev", "slow", "root", "tbf", "rate", self.rate, "burst", "3200", "latency", "100ms"],
            [*inside, "ip", "address", "add", FAR + "/24", "dev", "slow"],
            [*inside, "ip", "link", "set", "slow", "up"],
            [*inside, "ip", "link", "set", "lo", "up"],
        ):
            subprocess.run(command, check=True)
        return self

    def __exit__(self, *_):
        self._holder.kill()
        self._holder.wait()


class Namespace:
    """The network namespace of a process."""

    def __init__(self, process, host):
        self._path = f"/proc/{process}/ns/net"
        self.host = host

    def enter(self):
        """Moves this thread, and the processes that it starts, into the namespace."""
        with open(self._path, "rb") as file:
            if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _wait_for_own_namespace(process):
    for _ in range(200):
        if os.readlink(f"/proc/{process}/ns/net") != os.readlink("/proc/self/ns/net"):
            return
        time.sleep(0.01)
    raise RuntimeError("unshare --net failed")
