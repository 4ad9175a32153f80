"""a camera that sends JPEGs of 3840x2160 and 2,000 progressive scans, with two encoded viewers on it"""
import contextlib

from bounds import UNDISTURBED, at_most
from cameras import camera
from clients import running, watch
from jpegs import scans_jpeg
from service import Service

BOUNDS = {**UNDISTURBED, "stop_s": at_most(3)}
QUERY = "camera=honest&osd=true"
FRESH = True


@contextlib.contextmanager
def start():
    # All different, as equal ones are decoded once.
    jpegs = [scans_jpeg(3840, 2160, 2000, shade) for shade in range(16)]
    with camera(jpegs, rate=10) as port:
        with Service(
                "--VideoStream:Cameras:honest:Source=test", f"--VideoStream:Cameras:scans:Source=http://127.0.0.1:{port}/",
                "--VideoStream:DefaultCamera=honest") as service:
            service.wait_live("honest")
            yield service


def disturb(service):
    figures = {}
    good, better = (f"?camera=scans&quality={quality}&adaptive=false" for quality in (50, 60))
    with running(watch, service.port, good), running(watch, service.port, better):
        yield figures
        figures["stop_s"] = service.stop()
