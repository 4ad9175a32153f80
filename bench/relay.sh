#!/usr/bin/env bash
# Measures what a relay adds: a NATS server, a service that publishes the test pattern to it, and services that relay it.
#
#   bench/relay.sh [--seconds N] [--quality N] [--no-build]
#
# Prints the time from the receipt of a frame by a viewer of the service that publishes to the receipt of the same frame by a viewer of a
# relay, for JPEGs of quality 100 (--quality) at 30 frames/s; and what is encoded and published for one relay with one viewer, and for
# three relays with five viewers each, of two variants. All is on this machine. Needs the .NET SDK, nats-server and Debian's
# python3-websockets. The exit code is 1 if the hop takes 2 ms or more (50 %) or 5 ms or more (95 %), or if a variant is encoded or
# published more than once a frame.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
PATH+=:/usr/sbin
command -v nats-server >/dev/null || install_packages nats-server
run_python 'websockets' src/VideoStream bench/relay/relay.py "$@"
