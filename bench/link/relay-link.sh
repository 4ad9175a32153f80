# Sourced by scripts/link-test.sh. A viewer of a relay, which is itself behind the link: the bounds are those of a viewer in its place.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

relay_link_nats=4232 relay_link_origin=8032 relay_link_port=8033
if wanted relay-link && ! command -v nats-server >/dev/null; then
  skip "a relay behind the link" "nats-server is not installed"
elif wanted relay-link; then
  start_relay relay-link "$far" 10.97.0.1 "$relay_link_nats" "$relay_link_origin" "$relay_link_port"

  # It finds out what its link carries in the first seconds.
  port=$relay_link_port starting=$warmup warmup=15
  while read -r link rate p95; do
    shape "$link"
    for kind in ack plain; do
      watch "relay-link-$link-$kind" "$far" 127.0.0.1 "$seconds"
      steady "relay-link-$link-$kind" "$link to the relay" "$kind" "$rate" "$p95" - changing=1
    done
  done <<'LINKS'
100mbit 30 40
5mbit 12 250
2mbit 8 350
LINKS
  warmup=$starting
  unset port
fi
