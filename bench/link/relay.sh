# Sourced by scripts/link-test.sh. Viewers of a relay: twenty over links of 2 Mbit/s each, and twenty on loopback beside them.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

relay_links=20 relay_nats=4230 relay_origin=8030 relay_port=8031
if wanted relay && ! command -v nats-server >/dev/null; then
  skip "2mbit each, behind a relay" "nats-server is not installed"
elif wanted relay; then
  # Each has a namespace of its own, because a link is shaped as a whole.
  for ((i = 1; i <= relay_links; i++)); do
    ip netns add "$far-$i"
    namespaces+=("$far-$i")
    ip link add "r$i" netns "$near" type veth peer name wire netns "$far-$i"
    ip -n "$near" address add "10.96.$i.1/24" dev "r$i"
    ip -n "$far-$i" address add "10.96.$i.2/24" dev wire
    ip -n "$near" link set "r$i" gso_max_segs 1 up
    ip -n "$far-$i" link set wire gso_max_segs 1 up
    ip -n "$far-$i" link set lo up
    tc -n "$near" qdisc replace dev "r$i" root tbf rate 2000kbit burst 3200 latency 100ms
  done
  start_relay relay "$near" "$near" 127.0.0.1 127.0.0.1 "$relay_nats" "$relay_origin" "$relay_port"

  # Twenty processes start at once, and .NET compiles each.
  port=$relay_port
  for kind in ack plain; do
    starting=$warmup warmup=20 watchers=()
    for ((i = 1; i <= relay_links; i++)); do
      watch "relay$i-$kind" "$far-$i" "10.96.$i.1" "$seconds" &
      watchers+=("$!")
    done
    watch "relay-loopback-$kind" "$near" 127.0.0.1 "$seconds" --viewers 20
    wait "${watchers[@]}"
    for ((i = 1; i <= relay_links; i++)); do
      if [[ $kind == ack ]]; then bounds=(12 250); else bounds=(8 350); fi
      steady "relay$i-$kind" "2mbit, $i of $relay_links behind a relay" "$kind" "${bounds[@]}" - changing=1
    done
    steady "relay-loopback-$kind" "loopback, beside them" "20 $kind" 30 40 all
    warmup=$starting
  done
  unset port
fi
