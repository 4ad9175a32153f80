"""a device and a film that are not there, which nobody watches: until readiness and the log say so"""
from bounds import at_least, at_most
from service import Service

BOUNDS = {"said_s": at_most(1), "said_in_the_log": at_least(2)}
VIEWER = False
FRESH = True
MISSING = {"device": "/dev/video97", "film": "/nowhere/film.mp4"}


def start():
    return Service(*(f"--VideoStream:Cameras:{name}:Source={path}" for name, path in MISSING.items()), "--VideoStream:DefaultCamera=device")


def disturb(service):
    seconds = service.wait_until(lambda: is_said(service))
    yield {"said_s": seconds, "said_in_the_log": sum(path in service.text() for path in MISSING.values())}


def is_said(service):
    status, _, body = service.get("/healthz/ready")
    return status == 503 and all(path in body.decode() for path in MISSING.values())
