#!/usr/bin/env bash
# Kills what a relayed picture depends on, again and again: the service that publishes, all NATS servers, the one that the relay is
# connected to, and a relay. Two NATS servers are a cluster; a viewer of each of two relays watches all the time.
#
#   bench/relay-faults.sh [--rounds N] [--no-build]
#
# N is the number of rounds, 100 by default: a quarter of each kind, about five seconds each. Prints for each kind how soon viewers saw why
# there was no picture, and how soon it was there again. The exit code is 1 if one of them took more than 2 s, a viewer was closed (but by
# the death of its relay), an older frame came after a newer one, or handles, threads or memory of the origin or the relay grew.
# Needs the .NET SDK, nats-server and Debian's python3-websockets.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
PATH+=:/usr/sbin
command -v nats-server >/dev/null || install_packages nats-server
run_python 'websockets' src/VideoStream bench/relay/faults.py "$@"
