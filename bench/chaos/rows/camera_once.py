"""servers of ffmpeg that accept one connection (`-listen 1`), MJPEG, MPEG-TS and tcp://, one of which starts late"""
import concurrent.futures
import contextlib
import subprocess
import time

from bounds import UNDISTURBED, at_least, at_most
from cameras import free_port, wait_until_listening
from judge import alongside, reason, see, service_with

BOUNDS = {
    **UNDISTURBED, "live_s": at_most(3), "placeholders_after_it": at_most(0), "least_frames": at_least(25), "servers_left": at_least(4),
}
QUERY = "camera=test"
FRESH = True
SECONDS = 4

FRAMES = 25

# What ffmpeg writes. The source of the camera is the address without its query.
SERVERS = {
    "mjpeg": "-c:v mjpeg -f mpjpeg -listen 1 http://127.0.0.1:{}/",
    "ts": "-c:v mpeg2video -f mpegts -listen 1 http://127.0.0.1:{}/",
    "tcp": "-c:v mpeg2video -f mpegts tcp://127.0.0.1:{}?listen=1",
    "late": "-c:v mjpeg -f mpjpeg -listen 1 http://127.0.0.1:{}/",
}


@contextlib.contextmanager
def start():
    ports = {name: free_port() for name in SERVERS}
    sources = {name: output.format(ports[name]).split()[-1].split("?")[0] for name, output in SERVERS.items()}
    with service_with(sources) as service:
        service.ports = ports
        yield service


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    with concurrent.futures.ThreadPoolExecutor(len(SERVERS)) as pool, contextlib.ExitStack() as all_servers:
        late = pool.submit(see, service, "?camera=late", FRAMES, 10)
        service.wait_until(lambda: "nothing listens" in reason(service, "late"))
        servers, listening, watching = [], {}, {"late": late}
        for name in SERVERS:
            servers.append(all_servers.enter_context(server(service, name)))
            wait_until_listening(service.ports[name])
            listening[name] = time.monotonic()
            if name != "late":
                watching[name] = pool.submit(see, service, f"?camera={name}", FRAMES, 10)
        seen = {name: each.result() for name, each in watching.items()}
        return {
            "live_s": max(each.live_at - listening[name] for name, each in seen.items()),
            "placeholders_after_it": max(each.placeholders for each in seen.values()),
            "least_frames": min(len(each.jpegs) for each in seen.values()),
            # One whose connection is closed ends.
            "servers_left": sum(each.poll() is None for each in servers),
        }


@contextlib.contextmanager
def server(service, name):
    process = subprocess.Popen([
        "ffmpeg", "-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25",
        *SERVERS[name].format(service.ports[name]).split()])
    try:
        yield process
    finally:
        process.kill()
        process.wait()
