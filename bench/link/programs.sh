# Sourced by scripts/link-test.sh. Rows of programs on loopback that are slow themselves.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

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

# Python's websockets reads 32 messages ahead of the program, and answers pings for them. The service needs half a minute to find out.
# Later it lets that queue become full now and then, in case the program has become faster. So the row is longer than others.
if wanted programs; then
  if python=$(python_with websockets); then
    ip netns exec "$near" "$python" bench/link/websockets_client.py ws://127.0.0.1:8000/ws/video_feed 95 0.1 >"$traces/program-websockets"
    warmup=35 seconds=60 steady program-websockets "loopback, Python's websockets, --work 100" plain 8 3200 all
  else
    skip "Python's websockets" "python3-websockets is not installed"
  fi
fi
