"""ffmpeg 4 to 9, each by a script that says to be that version and refuses the options that it has not, with a proxy in the environment"""
import concurrent.futures
import contextlib
import os
import shlex
import shutil
import tempfile

from bounds import at_least, at_most
from cameras import Camera, Dialect
from judge import see, service_with, wrong_reasons
from rtsp import rtsp

BOUNDS = {
    "least_frames": at_least(10), "asked_for_its_version": at_most(1), "proxies_inherited": at_most(0), "wrong_reasons": at_most(0),
    "starts_of_one_that_is_too_old": at_most(0),
}
VIEWER = False
TURNS = 1

# The option that the version has not.
READS = {"5.0.3": "fps_mode", "n6.1.1": "vsync", "7.1": "vsync", "9.0": "vsync", "N-118331-g3c3a5a1": "vsync"}
TOO_OLD = "4.4.2-0ubuntu0.22.04.1"
REASONS = {
    TOO_OLD: ("vsync", f"ffmpeg {TOO_OLD} is too old: video files and cameras with such a URL need ffmpeg 5 or later"),
    "9.9": ("fps_mode", "ffmpeg 9.9 doesn't know -fps_mode, which VideoStream needs"),
}
SCRIPT = """#!/bin/sh
cd {folder}
if [ "$1" = -version ]; then
  echo >>asked
  echo 'ffmpeg version {version} Copyright (c) 2000-2026 the FFmpeg developers'
  exit 0
fi
echo >>started
env >>environment
for option in "$@"; do
  if [ "$option" = '-{unknown}' ]; then
    echo "Unrecognized option '{unknown}'." >&2
    exit 1
  fi
done
exec {real} "$@"
"""
PROXIES = ["http_proxy", "HTTPS_PROXY", "all_proxy"]


def disturb(_):
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        reads = list(pool.map(read, READS.items()))
        wrong = list(pool.map(refuse, REASONS))
    yield {
        "least_frames": min(each["frames"] for each in reads),
        "asked_for_its_version": max(each["asked"] for each in reads),
        "proxies_inherited": sum(each["proxies"] for each in reads),
        "wrong_reasons": sum(each["wrong"] for each in wrong),
        "starts_of_one_that_is_too_old": wrong[list(REASONS).index(TOO_OLD)]["started"],
    }


def read(item):
    with service_with_ffmpeg(*item) as (service, lines):
        seen = [see(service, f"?camera={name}", frames=10, seconds=10) for name in ("one", "other")]
        inherited = [line for line in lines("environment") if line.split("=")[0] in PROXIES]
        return {"frames": min(len(each.jpegs) for each in seen), "asked": len(lines("asked")), "proxies": len(inherited)}


def refuse(version):
    unknown, words = REASONS[version]
    with service_with_ffmpeg(version, unknown) as (service, lines):
        return {"wrong": wrong_reasons(service, {"one": words}), "started": len(lines("started"))}


@contextlib.contextmanager
def service_with_ffmpeg(version, unknown):
    """A service with two cameras that this ffmpeg reads, and a function that returns the lines of a file that the script writes."""
    with tempfile.TemporaryDirectory() as folder, Camera(Dialect(talk=rtsp())) as camera:
        program = os.path.join(folder, "ffmpeg")
        with open(program, "w", encoding="utf-8") as file:
            file.write(SCRIPT.format(folder=folder, version=version, unknown=unknown, real=shutil.which("ffmpeg")))
        os.chmod(program, 0o755)
        environment = "\n".join([f"export PATH={shlex.quote(folder)}:$PATH", *(f"export {name}=http://127.0.0.1:9" for name in PROXIES)])
        url = camera.url("/cam", scheme="rtsp")
        with service_with({"one": url, "other": url}, before=environment) as service:
            yield service, lambda name: lines_of(os.path.join(folder, name))


def lines_of(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()
