"""cameras that send a picture in 10 s, for 75 s, with FrameRate set and without; and a viewer who wants one in 20 s (fps=0.05)"""
import concurrent.futures

from bounds import UNDISTURBED, at_least, at_most
from cameras import Dialect
from judge import alongside, see, service_of

BOUNDS = {
    **UNDISTURBED, "connections": at_most(1), "placeholders_after_it": at_most(0), "least_frames": at_least(7),
    "frames_at_0.05": at_least(4), "most_frames_at_0.05": at_most(5),
}
QUERY = "camera=test"
FRESH = True
SECONDS = 75
TURNS = 1


def start():
    slow = Dialect(rate=0.1)
    return service_of({"known": slow, "seen": slow}, options=["--VideoStream:Cameras:c0:FrameRate=0.1"])


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    queries = ["?camera=c0", "?camera=c1", "?camera=test&fps=0.05"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        known, rated, rare = pool.map(lambda query: see(service, query, frames=100, seconds=SECONDS), queries)
    return {
        "connections": max(camera.connections for camera in service.cameras.values()),
        # Without FrameRate the camera is shown as stalled between its first two frames.
        "placeholders_after_it": known.placeholders,
        "least_frames": min(len(known.jpegs), len(rated.jpegs)),
        "frames_at_0.05": len(rare.jpegs),
        "most_frames_at_0.05": len(rare.jpegs),
    }
