#!/usr/bin/env bash
# CPU of an additional frame of 77 kB over TLS, from 20 to 200 viewers: of the service, of OpenSSL's SSL_write in a C program (floor), and
# of another build of the service.
#
#   bench/tls.sh [--old DIR] [--turns N] [--seconds N] [--path /ws/video_feed] [--no-build]
#
# --old: a folder with the VideoStream.dll of another build. Each turn measures all of them, each in a fresh process. Prints a line for each
# measurement and the medians as ratios to the floor. Three turns take three minutes.
# The exit code is 1 if the service takes more than 1.4 times the floor, or its 200 viewers get less than 29 frames a second.
# Needs the .NET SDK and these Debian packages: gcc libc6-dev libssl-dev openssl python3-opencv.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/compare/processes.sh

turns=3 seconds=8 path=/ws/video_feed old='' build=true
while (($#)); do
  case $1 in
    --no-build) build=false; shift; continue ;;
    --old | --turns | --seconds | --path) (($# > 1)) || fail "$1 needs a value" ;;&
    --old) old=$2 ;;
    --turns) turns=$2 ;;
    --seconds) seconds=$2 ;;
    --path) path=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
[[ -z $old || -f $old/VideoStream.dll ]] || fail "$old has no VideoStream.dll"

built=bench/floor/bin
work=$(mktemp -d)
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir -p "$built/frames"
gcc -O2 -o "$built/floor" bench/floor/floor.c
gcc -O2 -DTLS -o "$built/floor-tls" bench/floor/floor.c -lssl -lcrypto
gcc -O2 -o "$built/tls_viewers" bench/floor/tls_viewers.c -lssl -lcrypto
[[ -f $built/frames/059.jpg ]] || "$python" bench/floor/frames.py "$built/frames"
! $build || dotnet build src/VideoStream --configuration Release --nologo --verbosity quiet >&2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -keyout "$work/server.key" -out "$work/server.crt" 2>/dev/null
cat "$work/server.crt" "$work/server.key" >"$work/server.pem"

port=$(free_port 18900) camera_port=$(free_port 19900)
"$built/floor" "$camera_port" 30 "$built"/frames/*.jpg &
camera=$!

# views PATH VIEWERS WARMUP SECONDS
views() { "$built/tls_viewers" "$port" "$1" "$2" "$3" "$4" "$server"; }

# measure NAME PATH COMMAND...: prints the name, µs a frame and the frames a second of a viewer
measure() {
  local few many
  start_server "${@:3}"
  for ((i = 0; i < 100; i++)); do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    sleep 0.1
  done
  # .NET optimizes its code in the first seconds.
  views "$2" 20 0 6 >/dev/null || fail "$1: $(tail -1 "$work/server.log")"
  few=$(views "$2" 20 1 "$seconds")
  many=$(views "$2" 200 3 "$seconds")
  stop_server
  echo "$few $many" | awk -v name="$1" -v seconds="$seconds" \
    '{ printf "%-6s %6.1f us a frame, %4.1f frames/s\n", name, ($7 - $3) / ($5 - $1), $5 / 200 / seconds }' | tee -a "$work/runs"
}

measure_service() {
  measure "$1" "$path" dotnet "$2/VideoStream.dll" --urls "https://127.0.0.1:$port" --source "http://127.0.0.1:$camera_port/" \
    --Kestrel:Certificates:Default:Path="$work/server.crt" --Kestrel:Certificates:Default:KeyPath="$work/server.key" \
    --VideoStream:WebSocket:MaxClients=1000 --VideoStream:Limits:HandshakesPerAddress=0
}

for ((turn = 1; turn <= turns; turn++)); do
  measure floor / "$built/floor-tls" "$work/server.pem" "$port" 30 "$built"/frames/*.jpg
  measure_service new src/VideoStream/bin/Release/net10.0
  [[ -z $old ]] || measure_service old "$old"
done

"$python" - "$work/runs" <<'END'
import statistics
import sys

runs = {}
for line in open(sys.argv[1]):
    name, us, _, _, _, fps, _ = line.split()
    runs.setdefault(name, []).append((float(us), float(fps)))
floor = statistics.median(us for us, _ in runs["floor"])
missed = False
for name, values in runs.items():
    us, fps = (statistics.median(column) for column in zip(*values))
    print(f"{name}: {us:.1f} us, {us / floor:.2f} x floor, {fps:.1f} frames/s")
    missed |= name == "new" and (us > 1.4 * floor or fps < 29)
if missed:
    sys.exit("missed: at most 1.4 x floor and at least 29 frames/s")
END
