#!/usr/bin/env bash
# What a relay costs: CPU of the service that publishes, and of the relay, beside bare programs.
#
#   bench/relay-cpu.sh [--turns N] [--seconds N] [--no-build]
#
# The camera is floor/floor.c: JPEGs of 77 kB at 30 frames/s, which are passed through. Each turn measures, in fresh processes:
#   local    the origin with one viewer of its own
#   publish  VideoStream.Publish, which publishes the same bytes with NATS.Client.Core
#   one      the origin with one relay that has 400 viewers
#   three    the origin with three relays that have 100 viewers each
#   viewer   an additional viewer, from 20 to 200, at the origin and at a relay
#   receive  what a relay needs for a frame beside its viewers; floor/nats_reader.c, which only reads the socket; VideoStream.Publish, which
#            only receives with NATS.Client.Core
# Prints each turn, then the medians. A turn takes three minutes and a half.
# The exit code is 1 if "one" takes more than 1.1 times "local" and "publish" together, "three" more than 1.15 times, a viewer at a relay
# more than at the origin by more than the origin's own spread, or "receive" twice the C program's time.
# Needs the .NET SDK, nats-server and these Debian packages: gcc libc6-dev python3-opencv.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
. bench/compare/processes.sh

turns=3 seconds=10 build=true
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
work=$(mktemp -d) pids=()
trap 'end_all; cleanup' EXIT
trap 'exit 130' INT TERM

mkdir -p "$built/frames"
for program in floor viewers nats_reader; do gcc -O2 -o "$built/$program" "bench/floor/$program.c"; done
[[ -f $built/frames/059.jpg ]] || "$python" bench/floor/frames.py "$built/frames"
if $build; then
  for project in src/VideoStream bench/VideoStream.Publish; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet >&2
  done
fi

end_all() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do end "$pid"; done
  pids=()
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# begin PORT COMMAND...: starts it, waits until it listens, sets $started
begin() {
  local i
  "${@:2}" >"$work/$1.log" 2>&1 &
  started=$!
  pids+=("$started")
  for ((i = 0; i < 100; i++)); do
    if listens "$1"; then return; fi
    sleep 0.1
  done
  fail "nothing listens on port $1: $(tail -1 "$work/$1.log")"
}

service() {
  begin "$1" dotnet src/VideoStream/bin/Release/net10.0/VideoStream.dll --urls "http://127.0.0.1:$1" \
    --VideoStream:WebSocket:MaxClients=1000 --VideoStream:Limits:HandshakesPerAddress=0 "${@:2}"
}

path='/ws/video_feed?adaptive=false'
# views PORT VIEWERS WARMUP SECONDS PID: frames, the fewest of a viewer, CPU time of PID in µs, bytes
views() { "$built/viewers" "$1" "$path" "${@:2}"; }
# put NAME VALUE
put() { echo "$1 $2" | tee -a "$work/runs"; }
third() { awk '{ printf "%.0f", $3 }'; }
# slope PORT PID: µs an additional frame
slope() {
  local few many
  few=$(views "$1" 20 2 "$seconds" "$2")
  many=$(views "$1" 200 3 "$seconds" "$2")
  echo "$few $many" | awk '{ printf "%.1f", ($7 - $3) / ($5 - $1) }'
}

camera_port=$(free_port 19900) nats_port=$(free_port 19950)
begin "$camera_port" "$built/floor" "$camera_port" 30 "$built"/frames/*.jpg
begin "$nats_port" nats-server --addr 127.0.0.1 --port "$nats_port"
always=("${pids[@]}")
nats=nats://127.0.0.1:$nats_port
for ((turn = 1; turn <= turns; turn++)); do
  pids=()
  ports=()
  for ((i = 0; i < 4; i++)); do ports+=("$(free_port $((18900 + 10 * i)))"); done
  service "${ports[0]}" --VideoStream:Cameras:gate:Source="http://127.0.0.1:$camera_port/" --VideoStream:Publish:Nats:Url="$nats"
  origin=$started relays=()
  for ((i = 1; i < 4; i++)); do
    service "${ports[i]}" --VideoStream:Cameras:gate:Source="$nats/gate"
    relays+=("$started")
  done
  # .NET optimizes its code in the first half minute of its use.
  views "${ports[0]}" 200 0 15 "$origin" >/dev/null
  for ((i = 1; i < 4; i++)); do views "${ports[i]}" 100 0 10 "$origin" >/dev/null; done

  put local "$(views "${ports[0]}" 1 3 "$seconds" "$origin" | third)"
  put one "$(views "${ports[1]}" 400 3 "$seconds" "$origin" | third)"
  others=()
  for i in 2 3; do
    views "${ports[i]}" 100 0 $((seconds + 5)) "$origin" >/dev/null &
    others+=("$!")
  done
  put three "$(views "${ports[1]}" 100 4 "$seconds" "$origin" | third)"
  wait "${others[@]}"
  put origin-viewer "$(slope "${ports[0]}" "$origin")"
  put relay-viewer "$(slope "${ports[1]}" "${relays[0]}")"
  put relay-one "$(views "${ports[1]}" 1 3 "$seconds" "${relays[0]}" | awk -v seconds="$seconds" '{ printf "%.1f", $3 / $1 }')"
  end_all

  bare=bench/VideoStream.Publish/bin/Release/net10.0/VideoStream.Publish.dll
  dotnet $bare "$nats" bench.frames 30 "$built"/frames/*.jpg >"$work/publish.log" 2>&1 &
  pids=("$!")
  "$built/nats_reader" "$nats_port" bench.frames 0 15 >/dev/null
  before=$(cpu_ticks "${pids[0]}")
  read -r _ used < <("$built/nats_reader" "$nats_port" bench.frames 0 "$seconds")
  put publish "$((($(cpu_ticks "${pids[0]}") - before) * 10000))"
  put reader "$(awk "BEGIN { printf \"%.1f\", $used / (30 * $seconds) }")"
  dotnet $bare "$nats" bench.frames >"$work/receive.log" 2>&1 &
  pids+=("$!")
  sleep 15
  before=$(cpu_ticks "${pids[1]}")
  sleep "$seconds"
  put client "$(awk "BEGIN { printf \"%.1f\", ($(cpu_ticks "${pids[1]}") - $before) * 10000 / (30 * $seconds) }")"
  end_all
done
pids=("${always[@]}")
end_all

"$python" bench/relay/cpu_medians.py "$seconds" <"$work/runs"
