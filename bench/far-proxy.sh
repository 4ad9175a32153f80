#!/usr/bin/env bash
# Measures a viewer who is far behind a proxy: the kernel's round trip ends at the proxy, so the acknowledgements alone show the way.
#
#   bench/far-proxy.sh [--round-trip MS] [--mbit N] [--no-acks] [--seconds N] [--warmup N] [--no-build]
#
# The service shows its test pattern, 1280x720 at 30 frames/s. The proxy is a part of this program, link/far_proxy.py: it takes what the
# service sends and passes it on at 1,000 Mbit/s (--mbit), with a round trip of 200 ms (--round-trip) to the viewer, who acknowledges each
# frame unless --no-acks is given. Measures for 20 s after 10 s. Prints what the viewer gets, and how old it is.
# Needs the .NET SDK and Debian's python3-websockets.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
run_python websockets src/VideoStream bench/link/far_proxy.py "$@"
