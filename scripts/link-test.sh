#!/usr/bin/env bash
# How fresh pictures are on slow links. Joins two network namespaces by a wire that is shaped with tc (tbf: a rate, and a queue of 100 ms), runs the
# service in one and viewers in the other, and prints a row for each link and kind of viewer: those that acknowledge pictures, and plain ones.
#   sudo scripts/link-test.sh [--only LINK] [--seconds N] [--keep DIRECTORY]
# LINK is one of 100mbit 20mbit 5mbit 2mbit 500kbit step shared. Needs root, iproute2, ffmpeg and the .NET SDK; takes about six minutes.
# Exits with 1 if a row misses what docs/performance.md asks of it.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
only='' seconds=20 warmup=3 traces=''
while (($#)); do
  case $1 in
    --only) only=$2 ;;
    --seconds) seconds=$2 ;;
    --keep) traces=$2 ;;
    *) echo "link-test: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
((EUID == 0)) || { echo "link-test: must be run as root: it makes network namespaces" >&2; exit 2; }
for program in ip tc ffmpeg dotnet; do
  command -v "$program" >/dev/null || { echo "link-test: $program is missing" >&2; exit 2; }
done

service=src/VideoStream/bin/Release/net10.0/VideoStream.dll
load=bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
[[ -f $service && -f $load ]] || dotnet build --configuration Release --verbosity quiet

near=vs-near-$$ far=vs-far-$$ work=$(mktemp -d) pids=()
cleanup() {
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait
  ip netns delete "$near" 2>/dev/null || true
  ip netns delete "$far" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
[[ -n $traces ]] || traces=$work
mkdir -p "$traces"

ip netns add "$near"
ip netns add "$far"
ip link add wire netns "$near" type veth peer name wire netns "$far"
for host in "$near 10.97.0.1/24" "$far 10.97.0.2/24"; do
  read -r name address <<<"$host"
  ip -n "$name" address add "$address" dev wire
  ip -n "$name" link set wire up
  ip -n "$name" link set lo up
done

# The burst is what a millisecond carries, but never less than two packets.
shape() {
  local rate=${1/mbit/000kbit} burst
  burst=$((${rate%kbit} / 8))
  tc -n "$near" qdisc replace dev wire root tbf rate "$rate" burst $((burst > 3200 ? burst : 3200)) latency 100ms
}

# As much to encode as a camera's picture: edges, things that move, and noise. About 75 kB a picture at quality 80.
ffmpeg -v error -f lavfi -i testsrc2=size=1280x720:rate=30 -t 10 -vf noise=alls=5:allf=t -pix_fmt yuv420p \
  -c:v libx264 -preset ultrafast -tune fastdecode -crf 16 "$work/film.mp4"
ip netns exec "$near" dotnet "$service" --urls http://0.0.0.0:8000 --source "$work/film.mp4" --VideoStream:WebSocket:MaxClients=50 >"$work/service.log" 2>&1 &
pids+=($!)
for ((i = 0; i < 100; i++)); do
  ip netns exec "$far" bash -c '</dev/tcp/10.97.0.1/8000' 2>/dev/null && break
  sleep 0.1
done

# watch TRACE NAMESPACE ADDRESS SECONDS [OPTION...]
watch() {
  ip netns exec "$2" dotnet "$load" --url "http://$3:8000" --warmup "$warmup" --seconds "$4" --trace "$traces/$1" "${@:5}" >"$traces/$1.txt"
}

# row LINK KIND TRACE LEAST-RATE LARGEST-P95 [full]: what a trace holds after the warm-up, and whether that is enough; nothing is asked of rate 0
missed=0
row() {
  local ages=$work/ages
  awk -v from="$warmup" -v lasting="$seconds" 'NR == 1 { begin = $1 + from } $1 >= begin && $1 < begin + lasting { print $4 }' "$traces/$3" | sort -n >"$ages"
  awk -v from="$warmup" -v lasting="$seconds" -v link="$1" -v kind="$2" -v rate="$4" -v p95="$5" -v full="${6:-}" -v ages="$ages" '
    BEGIN { while ((getline age < ages) > 0) sorted[++n] = age }
    NR == 1 { begin = $1 + from }
    $1 < begin || $1 >= begin + lasting { next }
    { viewers[$2]; bytes += $5; quality += $8; size = $6 "x" $7; sizes[size]++; what = size " " $8
      if ($2 in last && last[$2] != what) changes++
      last[$2] = what }
    END {
      if (n == 0) { printf "| %s | %s | no picture | | | | | | **missed** |\n", link, kind; exit 1 }
      for (size in sizes) if (sizes[size] > sizes[most]) most = size
      fps = n / lasting / length(viewers)
      a95 = sorted[int((n - 1) * 0.95) + 1]
      met = fps >= rate * 0.97 && a95 <= p95 && (full == "" || (most == "1280x720" && (full == "size" || quality / n > 79)))
      printf "| %s | %s | %.1f | %.0f / %.0f / %.0f | %.0f | %s | %.1f | %d | %s |\n", link, kind, fps,
        sorted[int((n - 1) / 2) + 1], a95, sorted[n], quality / n, most, bytes / n / 1000, changes, rate == 0 ? "" : met ? "met" : "**missed**"
      exit !met
    }' "$traces/$3" || missed=1
}

wanted() { [[ -z $only || $only == "$1" ]]; }

echo "| link | viewer | pictures/s | age p50 / p95 / max, ms | quality, mean | size, mostly | kB a picture | changes | |"
echo "|---|---|---|---|---|---|---|---|---|"
# Link, and for acknowledging and then for plain viewers: pictures a second at least, p95 of the age at most, what must be full.
while read -r link ack_rate ack_age ack_full plain_rate plain_age plain_full; do
  wanted "$link" || continue
  shape "$link"
  watch "$link-ack" "$far" 10.97.0.1 "$seconds" --ack
  row "$link" acking "$link-ack" "$ack_rate" "$ack_age" "${ack_full/-/}"
  watch "$link-plain" "$far" 10.97.0.1 "$seconds"
  row "$link" plain "$link-plain" "$plain_rate" "$plain_age" "${plain_full/-/}"
done <<'LINKS'
100mbit 30 40 all 30 40 all
20mbit 30 120 size 30 200 -
5mbit 15 200 - 12 250 -
2mbit 12 250 - 8 350 -
500kbit 4 600 - 2 900 -
LINKS

if wanted shared; then
  shape 2mbit
  for kind in ack plain; do
    option=()
    [[ $kind == plain ]] || option=(--ack)
    watch "shared-far-$kind" "$far" 10.97.0.1 "$seconds" --viewers 10 ${option[@]+"${option[@]}"} &
    slow=$!
    watch "shared-near-$kind" "$near" 127.0.0.1 "$seconds" --viewers 10 ${option[@]+"${option[@]}"}
    wait "$slow"
    row "loopback, beside ten on 2mbit" "10 $kind" "shared-near-$kind" 30 40 all
    row "2mbit, shared by ten" "10 $kind" "shared-far-$kind" 0 1000000
  done
fi

# From 20 to 2 Mbit/s at once, and back after 10 s: how long ages of 300 ms and more were seen, and when the quality from before was back.
if wanted step; then
  for kind in ack plain; do
    option=()
    [[ $kind == plain ]] || option=(--ack)
    shape 20mbit
    watch "step-$kind" "$far" 10.97.0.1 30 ${option[@]+"${option[@]}"} &
    watching=$!
    sleep 8
    shape 2mbit
    down=$(date +%s.%N)
    sleep 10
    shape 20mbit
    up=$(date +%s.%N)
    wait "$watching"
    awk -v down="$down" -v up="$up" -v kind="$kind" '
      $1 < down { before = $6 "x" $7 " " $8 }
      $1 >= down && $1 < up && $4 >= 300 { old = $1 - down }
      $1 >= up && !full && ($6 "x" $7 " " $8) == before { full = $1 - up }
      END {
        met = old <= (kind == "ack" ? 1.5 : 3) && full && full <= (kind == "ack" ? 8 : 12)
        printf "| 20 to 2 Mbit/s and back | %s | | under 300 after %.1f s | %s | | | | %s |\n", kind, old,
          full ? sprintf("as before after %.1f s", full) : "never as before", met ? "met" : "**missed**"
        exit !met
      }' "$traces/step-$kind" || missed=1
  done
fi
exit "$missed"
