"""a camera's name with two addresses, of which the first answers nothing, a name with none that answers, and an IPv6 address with a zone"""
import contextlib
import socket
import tempfile

from bounds import UNDISTURBED, at_most
from cameras import Camera
from judge import alongside, judge_one, see, reason, service_with

BOUNDS = {**UNDISTURBED, "live_s": at_most(3), "altered_frames": at_most(0), "reasons_that_claim_more": at_most(0)}
QUERY = "camera=test"
FRESH = True
SECONDS = 4

ALIVE = "127.0.0.9"
HOSTS = f"127.0.0.1 localhost\n127.0.0.1 half.test\n{ALIVE} half.test\n127.0.0.1 dead.test\n"


@contextlib.contextmanager
def start():
    with contextlib.ExitStack() as stack:
        half, zone = stack.enter_context(Camera(host=ALIVE)), stack.enter_context(Camera(host="::1"))
        stack.enter_context(silent(half.port))
        hosts = stack.enter_context(tempfile.NamedTemporaryFile("w"))
        hosts.write(HOSTS)
        hosts.flush()
        # In namespaces of its own: the machine's names stay as they are.
        service = stack.enter_context(service_with(
            {"half": half.url(host="half.test"), "dead": half.url(host="dead.test"), "zone": zone.url(host="[::1%25lo]")},
            before=f"mount --bind {hosts.name} /etc/hosts", wrapper=["unshare", "--user", "--map-root-user", "--mount"]))
        service.cameras = {"half": half, "zone": zone}
        yield service


@contextlib.contextmanager
def silent(port):
    """An address that answers no connection: the queue of those that nobody accepts is full."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(socket.create_server(("127.0.0.1", port), backlog=0))
        for _ in range(4):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
        yield


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    figures = [judge_one(service, name, camera) for name, camera in service.cameras.items()]
    see(service, "?camera=dead", seconds=6)
    text = reason(service, "dead")
    return {
        "live_s": max(each["live_s"] for each in figures),
        "altered_frames": max(each["altered_frames"] for each in figures),
        "reasons_that_claim_more": int(not text or "takes connections" in text),
    }
