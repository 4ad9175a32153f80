#!/usr/bin/env bash
# Measures how old the pictures of a camera's own H.264 are when they are drawn in Chromium, and where the time goes.
#
#   bench/clock.sh [--seconds N] [--warmup N] [--size WxH] [--no-build]
#
# The camera, rtsp/clock_camera.py, paints the time into each frame: 1920x1080 (--size) at 25 frames/s over RTSP. A headless Chromium shows
# the service's page on localhost, and is the only viewer. The time is read from the canvas, right after each picture was drawn on it.
# Measures for 60 s after 30 s. All clocks are this machine's wall clock. Prints the age and its parts:
#   camera    from the painting to its last RTP packet: encoder and payloader
#   reading   to the service's having all of the frame (captured_us). There is no ffmpeg: the service reads RTSP itself
#   service   to the receipt by the page
#   decoding  to the decoded picture: on the way to the worker, and in WebCodecs
#   repaint   to the browser's next repaint
#   drawing   to the pixels in the canvas. What comes after it, up to the light of a screen, is not measured
# Needs the .NET SDK, chromium and Debian's python3-websockets gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base
# gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly. The exit code is 1 if the 95th percentile of the age is 100 ms or more, less than
# 24 frames/s were drawn, or a frame was decoded or encoded by the service.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
run_python 'gi websockets' src/VideoStream bench/page/clock.py "$@"
