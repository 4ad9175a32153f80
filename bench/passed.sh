#!/usr/bin/env bash
# What it takes to pass on a camera's own H.264: CPU of an additional frame beside that of a C program that sends the same bytes (send
# floor), the age of a frame, and how often it was decoded and encoded.
#
#   bench/passed.sh [--turns N] [--seconds N] [--no-build]
#
# The camera is rtsp/frames_camera.py: 1920x1080 at 25 frames/s, 4 Mbit/s, over RTSP. The age is from the receipt of a frame's last packet
# by the service to its last byte at a program. Viewers are floor/viewers.c. The floor is measured a second time with segments of 4,096
# bytes, as the service's connections have over loopback too. Prints each turn, then the medians. A turn takes two minutes and a half.
# The exit code is 1 if an additional frame takes more than 1.5 times the floor, the 95th percentile of the age is 10 ms or more, or a frame
# was decoded or encoded while viewers got the camera's own.
# Needs the .NET SDK and these Debian packages: gcc libc6-dev python3-opencv gir1.2-gst-rtsp-server-1.0 python3-gi
# gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/compare/processes.sh

turns=3 seconds=10 build=true few=20 many=100
while (($#)); do
  case $1 in
    --no-build) build=false; shift; continue ;;
    --turns | --seconds) (($# > 1)) || fail "$1 needs a value" ;;&
    --turns) turns=$2 ;;
    --seconds) seconds=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done

built=bench/floor/bin
work=$(mktemp -d)
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir -p "$built/frames"
gcc -O2 -o "$built/floor" bench/floor/floor.c
gcc -O2 -o "$built/viewers" bench/floor/viewers.c
[[ -f $built/frames/059.jpg ]] || "$python" bench/floor/frames.py "$built/frames"
! $build || dotnet build VideoStream.sln --configuration Release --nologo --verbosity quiet >&2

# counts: frames that were decoded and encoded so far
counts() { ask /api/v1/status | sed -n 's/.*"encodes":\([0-9]*\).*"decodes":\([0-9]*\).*/\1 \2/p'; }

# views PATH VIEWERS WARMUP SECONDS: frames, the fewest of a viewer, CPU time in µs, bytes
views() { "$built/viewers" "$port" "$1" "$2" "$3" "$4" "$server"; }

# slope NAME PATH: prints the name, µs an additional frame, bytes a frame, and the fewest frames a second that a viewer gets
slope() {
  local of_few of_many
  of_few=$(views "$2" "$few" 2 "$seconds")
  of_many=$(views "$2" "$many" 4 "$seconds")
  echo "$of_few $of_many" | awk -v name="$1" -v seconds="$seconds" '{
    printf "%s %.1f %.0f %.1f\n", name, ($7 - $3) / ($5 - $1), $8 / $5, ($6 < $2 ? $6 : $2) / seconds }' | tee -a "$work/runs"
}

port=$(free_port 18900) camera_port=$(free_port 19900) path='/ws/video_feed?codec=h264'
"$python" bench/rtsp/frames_camera.py "$camera_port" "$built/frames" 1920x1080 >"$work/camera.log" 2>&1 &
rtsp_camera=$!
sleep 2
for ((turn = 1; turn <= turns; turn++)); do
  start_server dotnet src/VideoStream/bin/Release/net10.0/VideoStream.dll --urls "http://127.0.0.1:$port" \
    --source "rtsp://127.0.0.1:$camera_port/cam" --VideoStream:WebSocket:MaxClients=500 --VideoStream:Limits:HandshakesPerAddress=0
  await_answer /healthz/live healthy 20
  # .NET optimizes its code in the first half minute of its use.
  views "$path" "$many" 0 20 >/dev/null || fail "$(tail -1 "$work/server.log")"
  dotnet bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll --url "ws://127.0.0.1:$port$path" --viewers 1 --warmup 2 \
    --seconds "$seconds" | sed -n 's/^age p50 .* ms  *//p' | awk '{ print "age", $1, $3, $5 }' | tee -a "$work/runs"
  views "$path" "$few" 2 1 >/dev/null &
  child=$!
  sleep 2
  before=$(counts)
  wait "$child"
  child=''
  slope service "$path"
  echo "work $before $(counts)" | tee -a "$work/runs"
  stop_server
  # The same bytes a frame: the floor sends whatever begins as a JPEG.
  bytes=$(awk '$1 == "service" { bytes = $3 } END { print bytes }' "$work/runs")
  "$python" -c 'import sys; open(sys.argv[1], "wb").write(b"\xff\xd8\xff\xfe" + bytes(int(sys.argv[2]) - 60))' "$work/unit.jpg" "$bytes"
  for segment in '' 4096; do
    start_server "$built/floor" ${segment:+-s "$segment"} "$port" 25 "$work/unit.jpg"
    sleep 1
    slope "floor$segment" /
    stop_server
  done
done

"$python" bench/rtsp/passed_medians.py <"$work/runs"
