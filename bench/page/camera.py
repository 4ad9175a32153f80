"""The RTSP cameras of bench/rtsp."""
import contextlib
import os
import subprocess
import sys

from cameras import free_port
from service import ROOT


@contextlib.contextmanager
def rtsp_camera(program, *arguments):
    """Runs a camera on a free port. Gives its address."""
    camera = subprocess.Popen(
        [sys.executable, os.path.join(ROOT, "bench/rtsp", program), str(free_port()), *map(str, arguments)],
        stdout=subprocess.PIPE, text=True)
    try:
        address = camera.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"{program} did not start")
        yield address
    finally:
        camera.kill()
        camera.wait()
