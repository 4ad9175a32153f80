# Sourced by scripts/link-test.sh. Rows of links that change, or have other traffic.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

# change_rate PID SECONDS: makes the link slow after SECONDS and fast again after 10 more, and waits for the viewer. Sets $down and $up, in
# Unix time.
change_rate() {
  sleep "$2"
  shape 2mbit
  down=$(date +%s.%N)
  sleep 10
  shape 20mbit
  up=$(date +%s.%N)
  wait "$1"
}

# From 20 to 2 Mbit/s in one step, and back after 10 s.
for kind in ack plain; do
  wanted step || continue
  shape 20mbit
  watch "step-$kind" "$far" "$host" 30 &
  change_rate "$!" 8
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
