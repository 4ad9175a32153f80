# Sourced by scripts/link-test.sh. Viewers, and the rows of the table.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

# watch TRACE NAMESPACE ADDRESS SECONDS [OPTION...]: viewers acknowledge every frame if TRACE ends with -ack, every tenth with -ack10
watch() {
  local option=()
  [[ $1 != *-ack ]] || option=(--ack)
  [[ $1 != *-ack10 ]] || option=(--ack-every 10)
  ip netns exec "$2" dotnet "$load" --url "http://$3:${port:-8000}" --warmup "$warmup" --seconds "$4" --trace "$traces/$1" \
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

# skip LINK REASON: prints a row that was not measured
skip() { echo "| $1 | | | | | | | | skipped: $2 |"; }

# start_relay NAME SERVER RELAY FROM-ORIGIN FROM-RELAY NATS ORIGIN PORT: a service near that publishes the film, and a NATS server and a
# relay in the namespaces SERVER and RELAY. FROM-ORIGIN and FROM-RELAY are the server's addresses for them, and the rest ports.
start_relay() {
  ip netns exec "$2" nats-server --addr 0.0.0.0 --port "$6" >"$traces/$1-nats.log" 2>&1 &
  pids+=($!)
  reach 127.0.0.1 "$2" "$6"
  ip netns exec "$near" dotnet "$service" --urls "http://127.0.0.1:$7" \
    --VideoStream:Cameras:gate:Source="${source:-$work/film.mp4}" --VideoStream:Publish:Nats:Url="nats://$4:$6" \
    >"$traces/$1-origin.log" 2>&1 &
  pids+=($!)
  ip netns exec "$3" dotnet "$service" --urls "http://0.0.0.0:$8" \
    --VideoStream:Cameras:gate:Source="nats://$5:$6/gate" --VideoStream:WebSocket:MaxClients=50 >"$traces/$1.log" 2>&1 &
  pids+=($!)
  reach 127.0.0.1 "$3" "$8"
}

# python_with MODULE: prints the first python3 that has a module. A python3 in PATH can be another than Debian's.
python_with() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c "import $1" 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  return 1
}
