"""860 idle TCP connections at 1,024 file descriptors, each then asking for something"""
import contextlib
import time

from bounds import UNDISTURBED, at_most
from cameras import camera, free_port
from clients import connect, request
from jpegs import film
from service import Service

BOUNDS = {**UNDISTURBED, "answer_ms": at_most(1000), "snapshot_ms": at_most(1000), "camera_back_s": at_most(10)}
CONNECTIONS = 860
FRESH = True
QUERY = "camera=test"


@contextlib.contextmanager
def start():
    with Service(
            "--VideoStream:Cameras:test:Source=test", f"--VideoStream:Cameras:far:Source=http://127.0.0.1:{free_port()}/",
            "--VideoStream:Cameras:far:OnDemand=false", "--VideoStream:DefaultCamera=test", before="ulimit -n 1024") as service:
        service.wait_live("test")
        yield service


def disturb(service):
    figures = {}
    with contextlib.ExitStack() as all_idle:
        idle = []
        for _ in range(CONNECTIONS):
            with contextlib.suppress(OSError):
                idle.append(all_idle.enter_context(connect(service.port, timeout=1)))
        yield figures
        for client in idle:
            with contextlib.suppress(OSError):
                request(client, "/healthz/live")
        figures["answer_ms"] = milliseconds(service, "/healthz/live")
        figures["snapshot_ms"] = milliseconds(service, "/snapshot.jpg?camera=test")
        figures["camera_back_s"] = camera_back(service)


def milliseconds(service, path):
    started = time.monotonic()
    try:
        status, _, _ = service.get(path, timeout=20)
    except OSError:
        return float("inf")
    return (time.monotonic() - started) * 1000 if status == 200 else float("inf")


def camera_back(service):
    """Seconds from the start of the camera, which was never there before, to its first frame."""
    far = next(c for c in service.status()["cameras"] if c["name"] == "far")
    port = int(far["source"].rstrip("/").rsplit(":", 1)[1])
    with camera(film(320, 180, 5), port=port):
        return service.wait_until(lambda: any(
            c["name"] == "far" and c["state"] == "live" for c in service.status()["cameras"]), seconds=20)
