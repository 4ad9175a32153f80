#!/usr/bin/env bash
# Measures age and rate of the frames on slow links. Joins two network namespaces by a link that tc shapes (tbf: rate, and a queue of
# 100 ms; netem: delay and losses), with the service in one and viewers in the other. Prints a row for each link and kind of viewer:
# acknowledging every frame, plain (no acknowledgements), and on constant links acknowledging every tenth frame.
#   sudo scripts/link-test.sh [--only LINK] [--seconds N] [--keep DIRECTORY] [--congestion cubic|bbr|reno] [--source SOURCE]
# LINK is one of 100mbit 20mbit 5mbit 2mbit 500kbit 50mbit-150ms 50mbit-150ms-1% stopped shared step jumps bulk, or "programs": viewers on
# loopback that work on each frame before they read on, or read slowly. Default: all of them, which takes twenty minutes at 20 s (N) each. TCP's congestion control is cubic by default, as on most machines. The camera is a generated film
# unless SOURCE is given. --keep stores the viewers' traces and reports in DIRECTORY.
# Needs root, iproute2, ffmpeg and the .NET SDK. Needs python3 if the kernel has no netem; bench/link/wire.py makes the delay then.
# The exit code is 1 if a row misses its bound.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
only='' seconds=20 warmup=3 traces='' congestion=cubic source=''
while (($#)); do
  case $1 in
    --only) only=$2 ;;
    --seconds) seconds=$2 ;;
    --keep) traces=$2 ;;
    --congestion) congestion=$2 ;;
    --source) source=$2 ;;
    *) echo "link-test: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
links='100mbit 20mbit 5mbit 2mbit 500kbit 50mbit-150ms 50mbit-150ms-1% stopped shared step jumps bulk programs'
[[ -z $only || " $links " == *" $only "* ]] || { echo "link-test: --only takes one of $links" >&2; exit 2; }
((EUID == 0)) || { echo "link-test: run it as root, because it makes network namespaces" >&2; exit 2; }
for program in ip tc ffmpeg dotnet; do
  command -v "$program" >/dev/null || { echo "link-test: $program is missing" >&2; exit 2; }
done

service=src/VideoStream/bin/Release/net10.0/VideoStream.dll
load=bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
[[ -f $service && -f $load ]] || dotnet build --configuration Release --verbosity quiet

near=vs-near-$$ far=vs-far-$$ work=$(mktemp -d) pids=() wire=''
cleanup() {
  for pid in ${pids[@]+"${pids[@]}"} $wire; do kill "$pid" 2>/dev/null || true; done
  wait
  ip netns delete "$near" 2>/dev/null || true
  ip netns delete "$far" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
[[ -n $traces ]] || traces=$work
mkdir -p "$traces"

ip netns add "$near"
ip netns add "$far"
ip link add wire netns "$near" type veth peer name wire netns "$far"
for host in "$near 10.97.0.1/24" "$far 10.97.0.2/24"; do
  read -r name address <<<"$host"
  ip -n "$name" address add "$address" dev wire
  # No segmentation offload: a loss is one packet, as on a real link, and not a burst of packets.
  ip -n "$name" link set wire gso_max_segs 1 up
  ip -n "$name" link set lo up
  # Linux's default limits of the buffers. This machine's can differ.
  ip netns exec "$name" bash -c 'cd /proc/sys/net/ipv4; echo 4096 131072 6291456 >tcp_rmem; echo 4096 16384 4194304 >tcp_wmem'
done

# congest DEVICE NETWORK: sets the congestion control of the route. A namespace can select only the allowed ones; a route can select any.
congest() {
  local name
  for name in "$near" "$far"; do
    ip -n "$name" route replace "$2" dev "$1" congctl "$congestion" || { echo "link-test: this kernel has no $congestion" >&2; exit 2; }
  done
}
congest wire 10.97.0.0/24

netem=true
tc -n "$near" qdisc add dev wire root netem delay 1ms 2>/dev/null || netem=false

# shape RATE[-DELAY[-LOSS]]: changes the link. Sets $host to the service's address on it.
shape() {
  local rate delay loss burst under=root
  IFS=- read -r rate delay loss <<<"$1"
  host=10.97.0.1 rate=${rate/mbit/000kbit}
  if [[ -n $delay ]] && ! $netem; then
    start_wire "${rate%000kbit}" "${delay%ms}" "${loss%\%}"
    return
  fi
  if [[ -n $delay ]]; then
    tc -n "$near" qdisc replace dev wire root handle 1: netem delay "$delay" loss "${loss:-0%}" limit 10000
    under='parent 1:1'
  fi
  # The burst is one millisecond of the rate, and at least two packets.
  burst=$((${rate%kbit} / 8))
  # shellcheck disable=SC2086 # two words
  tc -n "$near" qdisc replace dev wire $under tbf rate "$rate" burst $((burst > 3200 ? burst : 3200)) latency 100ms
}

# start_wire MBIT DELAY-MS LOSS-PERCENT: a second link for kernels without netem
start_wire() {
  if [[ -n $wire ]]; then
    kill "$wire"
    wait "$wire" || true
  fi
  python3 bench/link/wire.py "$near" "$far" "$1" "$2" "${3:-0}" &
  wire=$!
  host=10.98.0.1
  reach
  congest delayed 10.98.0.0/24
}

# Waits until the service answers.
reach() {
  local i
  for ((i = 0; i < 600; i++)); do
    ip netns exec "$far" timeout 1 bash -c "</dev/tcp/$host/8000" 2>/dev/null && return
    sleep 0.1
  done
  echo "link-test: no answer from $host" >&2
  exit 2
}

# As expensive as a camera's frames: edges, motion and noise. About 75 kB a frame at quality 80.
[[ -n $source ]] || ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=1280x720:rate=30 -t 10 -vf noise=alls=5:allf=t -pix_fmt yuv420p \
  -c:v libx264 -preset ultrafast -tune fastdecode -crf 16 "$work/film.mp4"
ip netns exec "$near" dotnet "$service" --urls http://0.0.0.0:8000 --source "${source:-$work/film.mp4}" \
  --VideoStream:WebSocket:MaxClients=50 >"$traces/service.log" 2>&1 &
pids+=($!)
shape 100mbit
reach

# watch TRACE NAMESPACE ADDRESS SECONDS [OPTION...]: viewers acknowledge every frame if TRACE ends with -ack, every tenth with -ack10
watch() {
  local option=()
  [[ $1 != *-ack ]] || option=(--ack)
  [[ $1 != *-ack10 ]] || option=(--ack-every 10)
  ip netns exec "$2" dotnet "$load" --url "http://$3:8000" --warmup "$warmup" --seconds "$4" --trace "$traces/$1" \
    ${option[@]+"${option[@]}"} "${@:5}" >"$traces/$1.txt"
}

# report TABLE TRACE LINK KIND [NAME=VALUE...]: prints the row that bench/link/TABLE.awk makes from a trace
missed=0 busiest=0
report() {
  local load variable variables=()
  read -r load _ </proc/loadavg
  busiest=$(printf "%s\n" "$busiest" "$load" | sort -g | tail -1)
  for variable in "${@:5}"; do variables+=(-v "$variable"); done
  awk -v link="$3" -v kind="$4" ${variables[@]+"${variables[@]}"} -f "bench/link/$1.awk" "$traces/$2" || missed=1
}

# steady TRACE LINK KIND RATE P95 FULL [NAME=VALUE...]: the same for a constant link; - for no bound
steady() {
  report steady "$1" "$2" "$3" from="$warmup" lasting="$seconds" rate="$4" p95="$5" full="$6" result="$work/result" "${@:7}"
}

wanted() { [[ -z $only || $only == "$1" ]]; }

echo "Congestion control: $congestion. Delays and losses: $($netem && echo netem || echo bench/link/wire.py)."
echo
echo "| link | viewer | frames/s | age p50 / p95 / max, ms | quality, mean | size, mostly | kB a frame | changes | |"
echo "|---|---|---|---|---|---|---|---|---|"
# Link, and bounds for acknowledging viewers and then for all others: lowest frames/s, highest p95 of the age in ms, and what must be full.
# The link with losses has no bounds: with 1 % losses and 150 ms, cubic carries about 1 Mbit/s of the 50, and a retransmitted packet is
# 300 ms old.
while read -r link ack_rate ack_age ack_full plain_rate plain_age plain_full; do
  wanted "$link" || continue
  shape "$link"
  watch "$link-ack" "$far" "$host" "$seconds"
  steady "$link-ack" "$link" acking "$ack_rate" "$ack_age" "$ack_full"
  for kind in plain ack10; do
    watch "$link-$kind" "$far" "$host" "$seconds"
    steady "$link-$kind" "$link" "$kind" "$plain_rate" "$plain_age" "$plain_full"
  done
done <<'LINKS'
100mbit 30 40 all 30 40 all
20mbit 30 120 size 30 200 -
5mbit 15 200 - 12 250 -
2mbit 12 250 - 8 350 -
500kbit 4 600 - 2 900 -
50mbit-150ms 30 260 all 30 - -
50mbit-150ms-1% - - - - - -
LINKS

for kind in ack plain; do
  wanted stopped || continue
  shape 20mbit
  watch "stopped-$kind" "$far" "$host" 10 --stop-after 5 --stop-for 5
  report stopped "stopped-$kind" "20mbit, nothing read for 5 s" "$kind"
done

# Ten viewers on loopback, alone and together with ten on a slow link. Bounds: rate at most 3 % lower, age at most 10 ms higher.
for kind in ack plain; do
  wanted shared || continue
  shape 2mbit
  watch "alone-$kind" "$near" 127.0.0.1 "$seconds" --viewers 10
  steady "alone-$kind" "loopback, alone" "10 $kind" 30 40 all
  read -r rate age <"$work/result"
  watch "far-$kind" "$far" "$host" "$seconds" --viewers 10 &
  slow=$!
  watch "beside-$kind" "$near" 127.0.0.1 "$seconds" --viewers 10
  wait "$slow"
  steady "beside-$kind" "loopback, beside ten on 2mbit" "10 $kind" "$rate" "$(awk "BEGIN { print $age + 10 }")" all
  steady "far-$kind" "2mbit, shared by ten" "10 $kind" - - -
done

# From 20 to 2 Mbit/s in one step, and back after 10 s.
for kind in ack plain; do
  wanted step || continue
  shape 20mbit
  watch "step-$kind" "$far" "$host" 30 &
  watching=$!
  sleep 8
  shape 2mbit
  down=$(date +%s.%N)
  sleep 10
  shape 20mbit
  up=$(date +%s.%N)
  wait "$watching"
  limits=(recent=3 whole=12)
  [[ $kind != ack ]] || limits=(recent=1.5 whole=8)
  report step "step-$kind" "20 to 2 Mbit/s and back" "$kind" down="$down" up="$up" "${limits[@]}"
done
# The rate jumps between 1.5 and 6 Mbit/s every two seconds.
for kind in ack plain; do
  wanted jumps || continue
  shape 6mbit
  watch "jumps-$kind" "$far" "$host" "$seconds" &
  watching=$!
  rate=6mbit
  while kill -0 "$watching" 2>/dev/null; do
    sleep 2
    [[ $rate == 6mbit ]] && rate=1500kbit || rate=6mbit
    shape "$rate"
  done
  wait "$watching"
  steady "jumps-$kind" "1.5 and 6 Mbit/s, changing every 2 s" "$kind" - 300 - changing=1
done

# A download of one TCP connection beside the viewer on 6 Mbit/s. A fifth of the link is 150 kB/s.
for kind in ack plain; do
  wanted bulk || continue
  shape 6mbit
  ip netns exec "$near" python3 bench/link/bulk.py serve 10.97.0.1 8100 &
  serving=$!
  pids+=("$serving")
  ip netns exec "$far" python3 bench/link/bulk.py fetch 10.97.0.1 8100 &
  fetching=$!
  pids+=("$fetching")
  watch "bulk-$kind" "$far" "$host" "$seconds"
  kill "$serving" "$fetching" 2>/dev/null || true
  wait "$serving" "$fetching" 2>/dev/null || true
  steady "bulk-$kind" "6 Mbit/s beside a download" "$kind" 20 300 - changing=1 least=150
done

# Programs on loopback. None acknowledges. NAME, and bounds: lowest frames/s, highest p95 of the age in ms, and what must be full.
while read -r name rate age full options; do
  wanted programs || continue
  # shellcheck disable=SC2086 # several words
  watch "program-$name" "$near" 127.0.0.1 "$seconds" $options
  steady "program-$name" "loopback, $options" plain "$rate" "$age" "$full"
done <<'PROGRAMS'
ws-100 8 400 all --work 100
ws-300 3 900 all --work 300
mjpeg-100 8 400 all --protocol mjpeg --work 100
mjpeg-300 3 900 all --protocol mjpeg --work 300
mjpeg-500kB - 1000 all --protocol mjpeg --mbit 4
mjpeg-500kB-fixed - 1000 all --protocol mjpeg --mbit 4 --query adaptive=false
PROGRAMS

echo
echo "Highest load average: $busiest on $(nproc) processors. Two to three processes are this test's own."
exit "$missed"
