# Sourced by scripts/link-test.sh. A viewer of a relay, with the link between the NATS server and the relay (relay-link), or between the
# service that publishes and the NATS server (relay-uplink): the bounds are those of a viewer of the service itself behind the link.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

# behind_relay NAME WORDS NATS ORIGIN PORT SERVER FROM-ORIGIN FROM-RELAY: the rows, see start_relay
behind_relay() {
  if ! command -v nats-server >/dev/null; then
    skip "the link $2" "nats-server is not installed"
    return
  fi
  local link rate p95 kind port=$5 warmup=15
  start_relay "$1" "$6" "$far" "$7" "$8" "$3" "$4" "$5"

  # In the warm-up it finds out what its link carries.
  while read -r link rate p95; do
    shape "$link"
    for kind in ack plain; do
      watch "$1-$link-$kind" "$far" 127.0.0.1 "$seconds"
      steady "$1-$link-$kind" "$link $2" "$kind" "$rate" "$p95" - changing=1
    done
  done <<'LINKS'
100mbit 30 40
5mbit 12 250
2mbit 8 350
500kbit 4 600
LINKS
}

! wanted relay-link || behind_relay relay-link "to the relay" 4232 8032 8033 "$near" 127.0.0.1 10.97.0.1
! wanted relay-uplink || behind_relay relay-uplink "from the service to NATS" 4234 8034 8035 "$far" 10.97.0.2 127.0.0.1
