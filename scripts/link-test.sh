#!/usr/bin/env bash
# Measures age and rate of the frames on slow links. Joins two network namespaces by a link that tc shapes (tbf: rate, and a queue of
# 100 ms; netem: delay and losses), with the service in one and viewers in the other. Prints a row for each link and kind of viewer:
# acknowledging every frame, plain (no acknowledgements), and on constant links acknowledging every tenth frame.
#   sudo scripts/link-test.sh [--only LINK] [--seconds N] [--keep DIRECTORY] [--congestion cubic|bbr|reno] [--source SOURCE]
#       [--film FILE]
# LINK is one of 100mbit 20mbit 5mbit 2mbit 500kbit 50mbit-150ms 50mbit-150ms-1% stopped shared step jumps bulk h264, "programs" (viewers
# on loopback that work on each frame before they read on, or read slowly), "proxies" (nginx and Caddy as in docs/proxies.md), "relay"
# (twenty viewers of a relay over 2 Mbit/s each, and twenty on loopback), "relay-link" (a relay that is itself behind the link) or
# "relay-uplink" (a service behind the link that publishes to a relay).
# Default: all of them, which takes 35 minutes at 20 s (N) each. TCP's congestion control is cubic by default, as on most machines.
# The camera is a generated film unless SOURCE is given, and the rows of H.264 show it unless FILE is. --keep stores the viewers' traces and
# reports in DIRECTORY.
# The rows are in bench/link. Needs root, iproute2, ffmpeg and the .NET SDK. Rows that need python3-websockets, nginx, caddy or nats-server
# are skipped where it is not installed. Needs python3 if the kernel has no netem; bench/link/wire.py makes the delay then.
# The exit code is 1 if a row misses its bound.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
only='' seconds=20 warmup=3 traces='' congestion=cubic source='' film=''
while (($#)); do
  case $1 in
    --only) only=$2 ;;
    --seconds) seconds=$2 ;;
    --keep) traces=$2 ;;
    --congestion) congestion=$2 ;;
    --source) source=$2 ;;
    --film) film=$2 ;;
    *) echo "link-test: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
links='100mbit 20mbit 5mbit 2mbit 500kbit 50mbit-150ms 50mbit-150ms-1% stopped shared step jumps bulk h264 programs proxies'
links+=' relay relay-link relay-uplink'
[[ -z $only || " $links " == *" $only "* ]] || { echo "link-test: --only takes one of $links" >&2; exit 2; }
((EUID == 0)) || { echo "link-test: run it as root, because it makes network namespaces" >&2; exit 2; }
for program in ip tc ffmpeg dotnet; do
  command -v "$program" >/dev/null || { echo "link-test: $program is missing" >&2; exit 2; }
done

service=src/VideoStream/bin/Release/net10.0/VideoStream.dll
load=bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
[[ -f $service && -f $load ]] || dotnet build --configuration Release --verbosity quiet

near=vs-near-$$ far=vs-far-$$ work=$(mktemp -d) pids=() namespaces=() wire=''
cleanup() {
  for pid in ${pids[@]+"${pids[@]}"} $wire; do kill "$pid" 2>/dev/null || true; done
  wait
  for name in "$near" "$far" ${namespaces[@]+"${namespaces[@]}"}; do ip netns delete "$name" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
[[ -n $traces ]] || traces=$work
mkdir -p "$traces"
traces=$(realpath "$traces")

source bench/link/network.sh
source bench/link/rows.sh

# As expensive as a detailed camera's frames: edges, motion and noise, about 71 kB a frame at quality 80. The noise is in red, green and
# blue: on the pure colours of the pattern, noise in YUV would make colours that RGB can't show, and that no camera delivers.
[[ -n $source ]] || ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=1280x720:rate=30 -t 10 \
  -vf format=gbrp,noise=alls=10:allf=t,format=yuv420p -c:v libx264 -preset ultrafast -tune fastdecode -crf 16 "$work/film.mp4"
ip netns exec "$near" dotnet "$service" --urls http://0.0.0.0:8000 --source "${source:-$work/film.mp4}" \
  --VideoStream:WebSocket:MaxClients=50 >"$traces/service.log" 2>&1 &
pids+=($!)
shape 100mbit
reach

echo "Congestion control: $congestion. Delays and losses: $($netem && echo netem || echo bench/link/wire.py)."
echo
echo "| link | viewer | frames/s | age p50 / p95 / max, ms | quality, mean | size, mostly | kB a frame | changes | |"
echo "|---|---|---|---|---|---|---|---|---|"
for rows in constant changing h264 programs proxies relay behind-relay; do
  # shellcheck disable=SC1090
  source "bench/link/$rows.sh"
done

echo
echo "Highest load average: $busiest on $(nproc) processors. Two to three processes are this test's own."
exit "$missed"
