# Processes, ports and waiting for compare.sh. Sourced.

work='' camera='' rtsp_camera='' server='' child='' port=''
python=/usr/bin/python3 # Debian's, because the packages are Debian's

fail() {
  echo "compare: $*" >&2
  exit 2
}

# end PID: ends a process; kills it after five seconds
end() {
  local i
  kill "$1" 2>/dev/null || true
  for ((i = 0; i < 50; i++)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

cleanup() {
  local pid
  for pid in $child $server $camera $rtsp_camera; do end "$pid"; done
  rm -rf "$work"
}

# run COMMAND...: runs it as $child, so that a signal ends it together with this script
run() {
  local result=0
  "$@" &
  child=$!
  wait "$child" || result=$?
  child=''
  return "$result"
}

# free_port FROM: the first free port from there on. Below the range of ports that the kernel gives to connections.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do ((port += 1)); done
  echo "$port"
}

# start_server COMMAND...: starts it as $server
start_server() {
  "$@" >"$work/server.log" 2>&1 &
  server=$!
}

stop_server() {
  end "$server"
  server=''
}

# await_frame URL: waits for a frame; without one it fails with the end of the server's log
await_frame() {
  run "$python" bench/start_time.py "$1" && return
  tail -5 "$work/server.log" >&2
  fail "no frame from $(tr '\0' ' ' <"/proc/$server/cmdline" 2>/dev/null || echo 'the server: it has ended')"
}

# ask PATH: the server's answer to a GET
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
  timeout 2 cat <&3 || true
  exec 3>&-
}

# await_answer PATH PATTERN SECONDS: waits until the answer contains the pattern
await_answer() {
  local i
  for ((i = 0; i < $3; i++)); do
    ask "$1" | grep "$2" >/dev/null && return
    sleep 1
  done
  fail "the answer of $1 did not contain $2 within $3 s"
}

# cpu_ticks PID: CPU time of a process in hundredths of a second
cpu_ticks() {
  local stat fields
  stat=$(<"/proc/$1/stat")
  read -ra fields <<<"${stat##*) }"
  echo $((fields[11] + fields[12]))
}
