#!/usr/bin/env bash
# CPU of an additional frame: of the service, of a C program that does nothing else (floor), and of another build of the service.
#
#   bench/slope.sh [--rows "tls small h264"] [--old DIR] [--turns N] [--seconds N] [--warmup N] [--path /ws/video_feed] [--no-build]
#
# Rows:
#   tls    frames of 77 kB over TLS, from 20 to 200 viewers; the floor is OpenSSL's SSL_write
#   small  frames of 3 kB, from 50 to 1500 viewers, and the rate of 3000; the floor is send
#   h264   H.264 of 1 Mbit/s, about 4 kB a frame, from 50 to 500 viewers; the floor is send of as many bytes
#
# --old: a folder with the VideoStream.dll of another build. Each turn measures all of them, each in a fresh process, from a camera that is
# floor/floor.c, by viewers in C (floor/viewers.c), so that they cost little. Prints a line for each measurement and the medians as ratios
# to the floor. A turn of a row takes two minutes and a half.
# The exit code is 1 if the service takes more than 1.4 times the floor (h264: 1.5), or a viewer gets less than 29 frames a second of 30.
# Needs the .NET SDK and these Debian packages: gcc libc6-dev libssl-dev openssl python3-opencv.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/compare/processes.sh

rows='tls small h264' turns=3 seconds=8 warmup=20 path=/ws/video_feed old='' build=true
while (($#)); do
  case $1 in
    --no-build) build=false; shift; continue ;;
    --rows | --old | --turns | --seconds | --warmup | --path) (($# > 1)) || fail "$1 needs a value" ;;&
    --rows) rows=$2 ;;
    --old) old=$2 ;;
    --turns) turns=$2 ;;
    --seconds) seconds=$2 ;;
    --warmup) warmup=$2 ;;
    --path) path=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
[[ -z $old || -f $old/VideoStream.dll ]] || fail "$old has no VideoStream.dll"
for row in $rows; do [[ " tls small h264 " == *" $row "* ]] || fail "unknown row $row"; done

built=bench/floor/bin
work=$(mktemp -d)
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir -p "$built/frames" "$built/small"
gcc -O2 -o "$built/floor" bench/floor/floor.c
gcc -O2 -DTLS -o "$built/floor-tls" bench/floor/floor.c -lssl -lcrypto
gcc -O2 -o "$built/viewers" bench/floor/viewers.c
gcc -O2 -DTLS -o "$built/viewers-tls" bench/floor/viewers.c -lssl -lcrypto
[[ -f $built/frames/059.jpg ]] || "$python" bench/floor/frames.py "$built/frames"
[[ -f $built/small/059.jpg ]] || "$python" bench/floor/frames.py "$built/small" --small
! $build || dotnet build src/VideoStream --configuration Release --nologo --verbosity quiet >&2
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -keyout "$work/server.key" -out "$work/server.crt" 2>/dev/null
cat "$work/server.crt" "$work/server.key" >"$work/server.pem"
ulimit -n "$(ulimit -H -n)"

# choose_row ROW: sets what differs between the rows
choose_row() {
  row=$1
  case $row in
    tls)
      few=20 many=200 most='' viewers=$built/viewers-tls frames=("$built"/frames/*.jpg)
      floor=("$built/floor-tls" "$work/server.pem") url=https://127.0.0.1:$port
      options=(--Kestrel:Certificates:Default:Path="$work/server.crt" --Kestrel:Certificates:Default:KeyPath="$work/server.key")
      ;;
    small)
      few=50 many=1500 most=3000 viewers=$built/viewers frames=("$built"/small/*.jpg)
      floor=("$built/floor") url=http://127.0.0.1:$port options=()
      ;;
    h264)
      # The floor sends whatever begins as a JPEG.
      "$python" -c 'import sys; open(sys.argv[1], "wb").write(b"\xff\xd8\xff\xfe" + bytes(4106))' "$work/unit.jpg"
      few=50 many=500 most='' viewers=$built/viewers frames=("$built"/frames/*.jpg)
      floor=("$built/floor") url=http://127.0.0.1:$port options=(--VideoStream:H264:Ladder:0=1280x720@1000)
      ;;
  esac
}

# views PATH VIEWERS WARMUP SECONDS
views() { "$viewers" "$port" "$1" "$2" "$3" "$4" "$server"; }

# measure NAME PATH COMMAND...: prints the row, the name, µs a frame and the fewest frames a second that a viewer gets
measure() {
  local of_few of_many of_most=''
  start_server "${@:3}"
  for ((i = 0; i < 100; i++)); do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    sleep 0.1
  done
  # .NET optimizes its code in the first half minute of its use.
  views "$2" "$many" 0 "$warmup" >/dev/null || fail "$1: $(tail -1 "$work/server.log")"
  of_few=$(views "$2" "$few" 1 "$seconds")
  of_many=$(views "$2" "$many" 4 "$seconds")
  [[ -z $most ]] || of_most=$(views "$2" "$most" 4 "$seconds")
  stop_server
  echo "$of_few $of_many $of_most" | awk -v row="$row" -v name="$1" -v seconds="$seconds" '{
    fewest = NF > 8 && $10 < $6 ? $10 : $6
    us = ($7 - $3) / ($5 - $1)
    printf "%-6s %-6s %6.1f us a frame, %4.1f frames/s, %.0f bytes\n", row, name, us, fewest / seconds, $8 / $5 }' | tee -a "$work/runs"
}

measure_service() {
  local query=''
  [[ $row != h264 ]] || query='?codec=h264'
  measure "$1" "$path$query" dotnet "$2/VideoStream.dll" --urls "$url" --source "http://127.0.0.1:$camera_port/" \
    ${options[@]+"${options[@]}"} --VideoStream:WebSocket:MaxClients=5000 --VideoStream:Limits:HandshakesPerAddress=0
}

port=$(free_port 18900) camera_port=$(free_port 19900)
for row in $rows; do
  choose_row "$row"
  "$built/floor" "$camera_port" 30 "${frames[@]}" &
  camera=$!
  for ((turn = 1; turn <= turns; turn++)); do
    if [[ $row == h264 ]]; then sent=("$work/unit.jpg"); else sent=("${frames[@]}"); fi
    measure floor / "${floor[@]}" "$port" 30 "${sent[@]}"
    measure_service new src/VideoStream/bin/Release/net10.0
    [[ -z $old ]] || measure_service old "$old"
  done
  end "$camera"
done

"$python" - "$work/runs" <<'END'
import statistics
import sys

runs = {}
for line in open(sys.argv[1]):
    row, name, us, _, _, _, fps, _, count, _ = line.split()
    runs.setdefault((row, name), []).append((float(us), float(fps), float(count)))
missed = False
for (row, name), values in runs.items():
    us, fps, count = (statistics.median(column) for column in zip(*values))
    floor = statistics.median(us for us, _, _ in runs[row, "floor"])
    print(f"{row}, {name}: {us:.1f} us for {count:.0f} bytes, {us / floor:.2f} x floor, {fps:.1f} frames/s")
    most = 1.5 if row == "h264" else 1.4
    if name == "new" and (us > most * floor or fps < 29):
        missed = True
        print(f"missed: {row}, at most {most} x floor and at least 29 frames/s")
if missed:
    sys.exit(1)
END
