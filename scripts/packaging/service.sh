# shellcheck shell=bash
# Part of scripts/test-packaging.sh: a service that was started by it.

# One line of text for each event.
plain_log=--Serilog:WriteTo:0:Name=Console

# A process that ended is a zombie until its parent asks for its status.
is_alive() { [[ -e /proc/$1/status ]] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status"; }

# Starts a program that prints the service's log, and waits until it listens. Writes its address to $work/address.
start_service() {
  : >"$work/service.log"
  "$@" >"$work/service.log" 2>&1 </dev/null &
  echo $! >"$work/service.pid"
  for ((i = 0; i < 300; i++)); do
    sed -n 's/.*Now listening on: //p' "$work/service.log" | head -n 1 >"$work/address"
    if [[ -s $work/address ]]; then return; fi
    is_alive "$(<"$work/service.pid")" || break
    sleep 0.1
  done
  echo "the service does not start:"
  cat "$work/service.log"
  return 1
}

# A picture of 1280x720 from the test pattern.
fetch_picture() {
  curl --silent --show-error --fail --max-time 20 --output "$work/picture.jpg" "$1/snapshot.jpg"
  [[ $(head -c 2 "$work/picture.jpg" | od -An -tx1 | tr -d ' ') == ffd8 ]]
  (($(wc -c <"$work/picture.jpg") > 10000))
}

smoke() { scripts/smoke.sh "$(<"$work/address")"; }

# Asks the service to stop, and fails unless it ends by itself within ten seconds.
end_service() {
  local pid
  pid=$(<"$work/service.pid")
  kill -TERM "$pid"
  for ((i = 0; i < 100; i++)); do
    if ! is_alive "$pid"; then
      rm "$work/service.pid"
      grep -q 'Application is shutting down' "$work/service.log"
      return
    fi
    sleep 0.1
  done
  echo "the service does not stop:"
  cat "$work/service.log"
  return 1
}

stop_service() {
  [[ -s $work/service.pid ]] || return 0
  kill -KILL "$(<"$work/service.pid")" 2>/dev/null || true
}
