#!/usr/bin/env bash
# Counts the frames that Chromium's WebCodecs decoder holds back of a camera's own H.264 whose SPS has no VUI.
#
#   bench/held.sh [--frames N] [--no-build]
#
# The camera sends 320x240 at 100 frames/s over RTSP; the service makes the SPS say that pictures are in order. Each of 5,000 frames
# (--frames) goes in when those before it came out, or when nothing came out for 100 ms. Prints how many were held at most, and the same
# for the camera's SPS as it is, and for one that says that three pictures may be out of order.
# Needs the .NET SDK, chromium, ffmpeg and Debian's python3-websockets gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base
# gstreamer1.0-plugins-good gstreamer1.0-plugins-bad. The exit code is 1 if more than one frame was held, if the stream was not the
# camera's own, or if the decoder holds none of the last stream either.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
run_python 'gi websockets' src/VideoStream bench/page/held.py "$@"
