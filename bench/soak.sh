#!/usr/bin/env bash
# Runs the service for long among viewers and cameras that come and go, and shows whether memory, threads or handles grow.
#
#   bench/soak.sh MINUTES [--visitors N] [--keep FILE.csv] [--seed N] [--no-build] [-- OPTION...]
#
# Viewers over WebSocket and MJPEG, with settings of their own, on fast and slow links; they close, reset, stall and send nonsense.
# Snapshots, one camera that is always there and one that dies and returns. Prints a line a minute: threads, handles, anonymous memory,
# what the collector has, and the pools of frames. A healthy viewer measures rate and gaps at the start and at the end. The slopes are
# those of the last three quarters of the time. OPTIONs after -- are the service's.
#
# Runs in a network namespace of its own, in which a second one holds the viewers of the slow link (tc, as in scripts/link-test.sh).
# Without root also in a user namespace. Needs iproute2, util-linux, ffmpeg, python3 and the .NET SDK.
# The exit code is 1 if a slope is above its noise and its bound, or the healthy viewer was disturbed at the end.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
[[ ${1:-} =~ ^[0-9.]+$ ]] || { sed -n '2,4s/^# \?//p' "$0" >&2; exit 2; }
for program in ip tc unshare ffmpeg dotnet; do
  command -v "$program" >/dev/null || { echo "soak: $program is missing" >&2; exit 2; }
done
namespace=(unshare --net)
((EUID == 0)) || namespace+=(--user --map-root-user)
. bench/python.sh
run_python '' 'src/VideoStream bench/VideoStream.Load' bench/chaos/soak.py "$@"
