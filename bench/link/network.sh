# Sourced by scripts/link-test.sh. Two network namespaces, $near and $far, and the link between them.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

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

# reach [ADDRESS NAMESPACE PORT]: waits until the service, or what is given, answers
reach() {
  local i address=${1:-$host} from=${2:-$far} port=${3:-8000}
  for ((i = 0; i < 600; i++)); do
    ip netns exec "$from" timeout 1 bash -c "</dev/tcp/$address/$port" 2>/dev/null && return
    sleep 0.1
  done
  echo "link-test: no answer from $address:$port" >&2
  exit 2
}
