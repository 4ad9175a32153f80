"""What the service makes of a camera: opens it as a viewer, and compares what arrives with what the camera sent."""
import concurrent.futures
import contextlib
import dataclasses
import json
import os
import sys
import threading
import time

from bounds import at_most
from cameras import Camera
from clients import BINARY, CLOSE, GONE, PING, PONG, TEXT, frame, open_stream, read_frame
from jpegs import segments
from service import Service

# A camera that is read as browsers read it: live at once over one connection, without ffmpeg, and with its own bytes.
AS_SENT = {
    "connections": at_most(1), "live_s": at_most(1), "placeholders_after_it": at_most(0), "altered_frames": at_most(0),
    "ffmpeg": at_most(0),
}


@dataclasses.dataclass
class Seen:
    """What a viewer was sent."""
    started: float
    live_at: float = float("inf")
    placeholders: int = 0
    jpegs: list = dataclasses.field(default_factory=list)
    texts: list = dataclasses.field(default_factory=list)

    @property
    def live_s(self):
        """Seconds until the first live frame."""
        return self.live_at - self.started

    def text(self, kind):
        """The first text message of a type."""
        return next((text for text in self.texts if text["type"] == kind), {})


def see(service, query, frames=6, seconds=5.0):
    """
    Watches over the WebSocket, until so many live frames have come or the time is over. The JPEGs are without the service's comment. The
    placeholders are those after the first live frame.
    """
    seen = Seen(time.monotonic())
    with contextlib.suppress(*GONE), _viewer(service, query) as client:
        while len(seen.jpegs) < frames and (left := seen.started + seconds - time.monotonic()) > 0:
            client.settimeout(left)
            first, payload = read_frame(client)
            if first == PING:
                client.sendall(frame(PONG, payload))
            elif first == TEXT:
                seen.texts.append(json.loads(payload))
            elif first == CLOSE:
                break
            elif first == BINARY:
                _add(seen, payload)
    return seen


def _viewer(service, query):
    # Other viewers may be coming at the same moment, and handshakes are limited.
    end = time.monotonic() + 2
    while True:
        try:
            return open_stream(service.port, query, headers="Sec-WebSocket-Protocol: videostream.v1\r\n")
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _add(seen, jpeg):
    comment, jpeg = without_comment(jpeg)
    if "live=0" not in comment:
        seen.live_at = min(seen.live_at, time.monotonic())
        seen.jpegs.append(jpeg)
    elif seen.jpegs:
        seen.placeholders += 1


def without_comment(jpeg):
    """The service's comment, and the JPEG without it."""
    for marker, start, end in segments(jpeg):
        if marker == 0xFE and jpeg[start + 4:start + 8] == b"seq=":
            return jpeg[start + 4:end].decode("ascii"), jpeg[:start] + jpeg[end:]
    return "", jpeg


@contextlib.contextmanager
def service_of(dialects, refused=None, user="", options=()):
    """
    Starts a service with the test pattern as its default camera, and one camera for each dialect. They are in `service.cameras`, by their
    titles, and named c0, c1 … in the service. Those that the service can't show have names of their own.
    """
    with contextlib.ExitStack() as stack:
        cameras = {title: stack.enter_context(Camera(dialect)) for title, dialect in dialects.items()}
        sources = {f"c{index}": each.url(user=user) for index, each in enumerate(cameras.values())}
        sources.update((name, stack.enter_context(Camera(dialect)).url(user=user)) for name, dialect in (refused or {}).items())
        with service_with(sources, *options) as service:
            service.cameras = cameras
            yield service


@contextlib.contextmanager
def service_with(sources, *options, **others):
    """Starts a service with the test pattern as its default camera, and other sources by their cameras' names."""
    settings = [f"--VideoStream:Cameras:{name}:Source={source}" for name, source in {"test": "test", **sources}.items()]
    with Service(*settings, "--VideoStream:DefaultCamera=test", *options, **others) as service:
        service.wait_live("test")
        yield service


def alongside(work):
    """The figures of some work that goes on while the healthy viewer watches. For `yield from` in a row's disturb."""
    figures = {}
    failures = []

    def run():
        try:
            figures.update(work())
        except Exception as e:  # It is raised below.
            failures.append(e)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield figures
    thread.join(120)
    if failures:
        raise failures[0]


def judge_all(service, frames=6, at_once=4):
    """The worst of the service's cameras in each figure of AS_SENT. Says on the error output which miss them."""
    def judge(item):
        index, (title, camera) = item
        return title, judge_one(service, f"c{index}", camera, frames)

    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        results = dict(pool.map(judge, enumerate(service.cameras.items())))
    for title, figures in results.items():
        if missed := {name: value for name, value in figures.items() if not AS_SENT[name].holds(value)}:
            print(f"chaos: {title}: {missed}", file=sys.stderr)
    worst = {name: max(figures[name] for figures in results.values()) for name in AS_SENT if name != "ffmpeg"}
    return {**worst, "ffmpeg": ffmpeg_children(service)}


def judge_one(service, name, camera, frames=6):
    seen = see(service, f"?camera={name}", frames)
    known = set(camera.jpegs)
    return {
        # One that closes after each answer has to be connected again.
        "connections": 1 if camera.dialect.closes else camera.connections,
        "live_s": seen.live_s,
        "placeholders_after_it": seen.placeholders,
        "altered_frames": sum(jpeg not in known for jpeg in seen.jpegs) + (frames - len(seen.jpegs)),
    }


def ffmpeg_children(service):
    """How many ffmpeg processes the service has."""
    count = 0
    for process in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{process}/stat", encoding="ascii") as file:
            name, rest = file.read().rsplit(")", 1)
            count += name.endswith("(ffmpeg") and int(rest.split()[1]) == service.process.pid
    return count


def wrong_reasons(service, expected, seconds=8.0):
    """How many cameras lack the words of a reason that they should get, by the camera's name. Watches them, as nothing else opens them."""
    def wrong(item):
        name, words = item
        with contextlib.suppress(*GONE), _viewer(service, f"?camera={name}"):
            took = service.wait_until(lambda: words in reason(service, name), seconds, every=0.1)
        if took < float("inf"):
            return 0
        print(f"chaos: {name}: {reason(service, name)!r} does not say {words!r}", file=sys.stderr)
        return 1

    with concurrent.futures.ThreadPoolExecutor(len(expected)) as pool:
        return sum(pool.map(wrong, expected.items()))


def status_of(service, name):
    return next(camera for camera in service.status()["cameras"] if camera["name"] == name)


def reason(service, name):
    return status_of(service, name).get("reason") or ""
