# What compare.sh measures of the service alone, and the service on a device. Sourced.

qualities='40 45 50 55 60 65 70 75 85 90' # without the default, which would be passed through
linger=30 # seconds within which the service must close its camera after the last viewer

# cpu_with QUALITY...: sets $cpu to the service's CPU in percent of a core, with two viewers for each quality
cpu_with() {
  local quality before viewers=()
  start ws-passed
  for quality; do
    dotnet "$load" --url "$url" --protocol ws --query "quality=$quality&adaptive=false" --viewers 2 \
      --seconds $((seconds + warmup)) --warmup 1 >/dev/null 2>&1 &
    viewers+=($!)
  done
  run sleep "$warmup"
  before=$(cpu_ticks "$server")
  run sleep "$seconds"
  cpu=$(awk "BEGIN { print ($(cpu_ticks "$server") - $before) / $seconds }")
  for child in "${viewers[@]}"; do end "$child"; done
  child=''
  stop_server
}

# Ten qualities for twenty viewers, compared with one quality for all of them plus nine more encodes of libjpeg-turbo alone.
measure_qualities() {
  local one ten cpu
  echo "compare: ten qualities" >&2
  # Also ten pairs of viewers, but of one quality.
  cpu_with 81 81 81 81 81 81 81 81 81 81
  one=$cpu
  # shellcheck disable=SC2086 # words
  cpu_with $qualities
  ten=$cpu
  # shellcheck disable=SC2086
  dotnet "$benchmarks" --encodes "$built/frames" 81 $qualities >"$work/encodes"
  # From microseconds a frame to percent of a core at 30 fps.
  awk -v one="$one" -v ten="$ten" '
    { sum += ($1 == 81 ? -$2 : $2) }
    END { printf "{\"one\": %s, \"ten\": %s, \"more\": %.1f}\n", one, ten, sum * 30 / 10000 }' "$work/encodes" >"$work/qualities"
}

# CPU without viewers, when the camera is closed.
measure_idle() {
  local before
  echo "compare: no viewers" >&2
  start ws-passed
  await_answer /api/v1/status '"state": *"idle"' "$linger"
  # The requests for the status must not count.
  run sleep 3
  before=$(cpu_ticks "$server")
  run sleep 10
  # Ticks in ten seconds are tenths of a percent.
  awk "BEGIN { print ($(cpu_ticks "$server") - $before) / 10 }" >"$work/idle"
  stop_server
}

measure_start() {
  echo "compare: start" >&2
  run "$python" bench/start_time.py --runs 5 "http://127.0.0.1:$port/video_feed" \
    dotnet "$service" --urls "http://127.0.0.1:$port" --source test >"$work/start" 2>"$work/server.log" ||
    { tail -1 "$work/server.log" >&2; exit 2; }
}

start_on_device() {
  start_service "$service" --source "$device" --VideoStream:WebSocket:FrameRate="$fps" --VideoStream:Cameras:main:Width="${size%x*}" \
    --VideoStream:Cameras:main:Height="${size#*x}" --VideoStream:Cameras:main:FrameRate="$fps"
}

# Sets ustreamer's options to the size that the service gets from the camera, and to whether it can pass the camera's JPEGs through.
probe_device() {
  local status
  start videostream
  status=$(ask /api/v1/status | tr -d ' \n')
  stop_server
  device_size=$(sed -E 's/.*"width":([0-9]+),"height":([0-9]+).*/\1x\2/' <<<"$status")
  device_format=(--format MJPEG --encoder HW)
  [[ $status != *'"passed_through":0,'* ]] || device_format=(--format YUYV --encoder CPU --quality 80)
}
