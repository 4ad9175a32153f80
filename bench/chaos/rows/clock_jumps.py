"""the service's wall clock jumps ahead by thirty days and back by an hour: how far the times of its status are off"""
import contextlib
import datetime
import os
import struct
import subprocess
import tempfile
import time

from bounds import UNDISTURBED, at_least, at_most
from cameras import free_port
from judge import alongside, service_with, status_of

BOUNDS = {
    **UNDISTURBED, "jumps_seen": at_least(2), "uptime_off_s": at_most(1), "age_s": at_most(1), "since_off_s": at_most(1),
    "next_try_in_s": at_most(10),
}
QUERY = "camera=test"
FRESH = True
SECONDS = 3
JUMPS = {"ahead": 30 * 24 * 3600, "back": -3600}


@contextlib.contextmanager
def start():
    with tempfile.TemporaryDirectory() as folder:
        library, clock = os.path.join(folder, "wallclock.so"), os.path.join(folder, "clock")
        subprocess.run(
            ["gcc", "-O2", "-shared", "-fPIC", "-o", library, os.path.join(os.path.dirname(__file__), "../wallclock.c")], check=True)
        jump(clock, 0)
        with service_with(
                {"far": f"http://127.0.0.1:{free_port()}/"}, "--VideoStream:Cameras:far:OnDemand=false",
                before=f"export LD_PRELOAD={library} CHAOS_CLOCK={clock}") as service:
            service.clock = clock
            yield service


def jump(clock, seconds):
    # Written in place, because the service has mapped the file.
    with open(clock, "r+b" if os.path.exists(clock) else "wb") as file:
        file.write(struct.pack("q", seconds))


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    service.wait_until(lambda: status_of(service, "far")["state"] == "lost")
    figures = {name: 0 for name in BOUNDS if name not in UNDISTURBED}
    started = time.monotonic() - service.status()["uptime_seconds"]
    since = wall(status_of(service, "test")["since"])
    for offset in JUMPS.values():
        jump(service.clock, offset)
        time.sleep(1.5)
        status = service.status()
        now = time.time() + offset
        test, far = (next(camera for camera in status["cameras"] if camera["name"] == name) for name in ("test", "far"))
        worst = {
            "uptime_off_s": abs(status["uptime_seconds"] - (time.monotonic() - started)),
            "age_s": abs(test["age_ms"]) / 1000,
            # It follows the new time.
            "since_off_s": abs(wall(test["since"]) - offset - since),
            "next_try_in_s": abs(wall(far["next_try"]) - now) if far.get("next_try") else 0,
        }
        figures.update((name, max(figures[name], value)) for name, value in worst.items())
        figures["jumps_seen"] += abs(captured(service) - now) < 60
    return figures


def wall(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def captured(service):
    """The wall time of a picture, from its comment."""
    jpeg = service.get("/snapshot.jpg")[2]
    begin = jpeg.index(b"captured_us=") + len(b"captured_us=")
    return int(jpeg[begin:jpeg.index(b"&", begin)]) / 1e6
