#!/usr/bin/env bash
# Shows what clients and cameras that misbehave do to the others: a healthy viewer alone, and the same viewer beside them, in turn.
#
#   bench/chaos.sh [--only ROW] [--quick] [--turns N] [--seconds N] [--write] [--keep FILE.json] [--service DLL] [--no-build] [--list]
#
# Each row is a file in bench/chaos/rows: the misbehaviour, the figures and their bounds. Prints the median of five turns (--turns) of
# each, of 5 s (--seconds) each. --quick is one turn of 3 s, and proves only that the rows work. Some rows have times of their own, up to
# 75 s. --write puts the table into docs/security.md. --keep stores all figures. --service measures another build. --list names the rows.
# Takes 28 minutes.
#
# To try another misbehaviour, copy a row of bench/chaos/rows. A strange camera is a line in one of the camera_ rows.
# bench/chaos/clients.py and cameras.py have what it needs, and bench/README.md says how.
#
# The exit code is 1 if a figure misses its bound. Needs the .NET SDK, ffmpeg, openssl, gcc, util-linux (unshare), and the Debian packages
# python3 and python3-websockets; the rows of the page need chromium. As root it installs a missing python3-websockets.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
run_python websockets 'src/VideoStream bench/VideoStream.Load' bench/chaos/chaos.py "$@"
