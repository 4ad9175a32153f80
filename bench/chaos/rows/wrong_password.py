"""cameras with a wrong password (HTTP, RTSP) and one that is locked, for 34 s: tries come with growing waits, and it unlocks"""
import concurrent.futures
import contextlib
import itertools
import sys
import time

from authentication import authorization
from bounds import UNDISTURBED, at_least, at_most
from cameras import Camera, Dialect
from judge import alongside, see, service_with
from rtsp import rtsp

# The waits are 6 s, 9 to 12 s and 18 to 24 s, so four tries take at least 33 s.
BOUNDS = {**UNDISTURBED, "most_tries": at_most(4), "least_growth_of_a_wait": at_least(1.4), "unlocked_after_s": at_most(25)}
QUERY = "camera=test"
FRESH = True
SECONDS = 34
TURNS = 1
UNLOCKS_AFTER = 8

CHALLENGE = 'WWW-Authenticate: Basic realm="cam"\r\n'
REFUSAL = f"HTTP/1.1 401 Unauthorized\r\n{CHALLENGE}Content-Length: 0\r\n\r\n"


class Lock:
    """Refuses every password, and counts. After some seconds without a try it lets the next one in, if it unlocks at all."""

    def __init__(self, unlocks=False):
        self.tries = []
        self._unlocks = unlocks
        self._is_open = False

    def is_refused(self, request):
        if not authorization(request):
            return True
        now = time.monotonic()
        self._is_open |= self._unlocks and self.tries != [] and now - self.tries[-1] > UNLOCKS_AFTER
        self.tries.append(now)
        return not self._is_open

    def http(self, request, _):
        return REFUSAL if self.is_refused(request) else None

    def rtsp(self, request):
        return ("401 Unauthorized", CHALLENGE, "") if self.is_refused(request) else None


@contextlib.contextmanager
def start():
    http, over_rtsp, locked = Lock(), Lock(), Lock(unlocks=True)
    with contextlib.ExitStack() as stack:
        cameras = [stack.enter_context(Camera(dialect)) for dialect in (
            Dialect(refuse=http.http), Dialect(talk=rtsp(over_rtsp.rtsp)), Dialect(refuse=locked.http))]
        service = stack.enter_context(service_with({
            "http": cameras[0].url(user="ana:wrong@"), "rtsp": cameras[1].url("/cam", "ana:wrong@", scheme="rtsp"),
            "locked": cameras[2].url(user="ana:s3cret@")}))
        service.locks = [http, over_rtsp]
        yield service


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    end = time.monotonic() + SECONDS
    with concurrent.futures.ThreadPoolExecutor() as pool:
        locked = pool.submit(see, service, "?camera=locked", 1, SECONDS)
        pool.submit(see, service, "?camera=rtsp", 1, SECONDS)
        # Viewers who come and go cause no earlier try.
        while time.monotonic() < end:
            see(service, "?camera=http", 1, 2)
    waits = [[later - earlier for earlier, later in itertools.pairwise(lock.tries)] for lock in service.locks]
    print(f"chaos: waits between tries, HTTP and RTSP: {[[round(wait, 1) for wait in each] for each in waits]}", file=sys.stderr)
    return {
        "most_tries": max(len(lock.tries) for lock in service.locks),
        "least_growth_of_a_wait": min((later / earlier for each in waits for earlier, later in itertools.pairwise(each)), default=0),
        "unlocked_after_s": locked.result().live_s,
    }
