#!/usr/bin/env bash
# Measures the viewer page in a headless Chromium: time and bytes to the first picture, time to a new one after the page was hidden, CPU
# and memory while it shows 30 pictures a second.
#
#   bench/page.sh [--minutes N] [--loads N] [--against COMMIT] [--no-build]
#
# Prints the median of 9 loads (--loads) with an empty cache, and then, for 10 minutes (--minutes), a line a minute: CPU of the browser's
# processes, JavaScript heap, and memory of the processes without shared pages. --against does the same with the page of another commit.
# Needs the .NET SDK, chromium and Debian's python3-websockets. The exit code is 1 if the first picture takes over 500 ms, more than 120 kB
# come before it, a page that was hidden shows a new picture after more than 300 ms, or memory grows.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/python.sh
run_python websockets src/VideoStream bench/page/measure.py "$@"
