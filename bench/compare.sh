#!/usr/bin/env bash
# What it costs to show one camera to many, beside what it has to cost at least and what others take for it: the same load in turns on each system, in one
# run, with a fresh process of the system for each number of viewers.
#   bench/compare.sh [--quick] [--seconds N] [--warmup N] [--viewers "1 20"] [--systems "floor ws-passed"] [--no-build] [--keep FILE.json] [--write]
#   bench/compare.sh --device /dev/videoN [--size WxH] [--fps N] [--quick] [--seconds N] ...
# The camera is bench/floor/floor.c with pictures of 77 kB at 30 fps. Systems:
#   floor                        the same program again, with the viewers: one send for each viewer and picture, and nothing else
#   ws-passed, ws-encoded        the service over WebSocket, with the camera's own JPEGs passed through, and decoded and encoded anew
#   mjpeg-passed, mjpeg-encoded  the same over MJPEG
#   motion                       Debian's motion, over MJPEG: it encodes each picture once for all
#   fastapi                      FastAPI, uvicorn and OpenCV, over WebSocket: peers/fastapi_server.py encodes each picture for each viewer
# Then the service's CPU with ten qualities for twenty viewers, beside what one quality for all and nine encodes more have to cost; with nobody there; and the time from its start to a first picture. With --device it is ustreamer and the service on that V4L2 camera,
# which is asked for 1280x720 at 30 fps unless others are given.
# Prints tables. All of it takes fourteen minutes; --quick measures 2 s of 1 and 20 viewers, and proves only that it works. --write puts the tables, with
# date, machine and commit, into bench/RESULTS.md, and the plot into docs; --keep keeps the figures for compare_report.py, and the plot beside them.
# Exits with 1 if a figure isn't what is asked of it; compare_report.py has the list.
# Needs the .NET SDK and Debian's gcc libc6-dev python3-opencv motion python3-fastapi python3-uvicorn python3-uvloop python3-websockets, or ustreamer for a
# device. What is missing is installed if it is run as root.
set -euo pipefail

# The others don't hold more viewers than these.
declare -A most=([motion]=200 [fastapi]=20)
qualities='40 45 50 55 60 65 70 75 85 90' # none of them the default, with which nothing is encoded
linger=30 # seconds in which the service must have let its camera go after the last viewer

command=bench/compare.sh
for argument; do
  [[ $argument != *' '* ]] || argument="\"$argument\""
  command+=" $argument"
done
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# A .NET program compiles itself anew while it runs, in its first seconds.
seconds=8 warmup=8 build=true write=false keep='' device='' size=1280x720 fps=30
viewers='' systems='floor ws-passed ws-encoded mjpeg-passed mjpeg-encoded motion fastapi'

fail() {
  echo "compare: $*" >&2
  exit 2
}

while (($#)); do
  case $1 in
    --quick) seconds=2 warmup=2 viewers='1 20'; shift; continue ;;
    --no-build) build=false; shift; continue ;;
    --write) write=true; shift; continue ;;
    --seconds | --warmup | --viewers | --systems | --keep | --device | --size | --fps) (($# > 1)) || fail "$1 needs a value" ;;&
    --seconds) seconds=$2 ;;
    --warmup) warmup=$2 ;;
    --viewers) viewers=$2 ;;
    --systems) systems=$2 ;;
    --keep) keep=$2 ;;
    --device) device=$2 ;;
    --size) size=$2 ;;
    --fps) fps=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
results=bench/RESULTS.md section=compare plot=docs/compare.svg
if [[ -n $device ]]; then
  [[ -c $device ]] || fail "$device is no device"
  systems='ustreamer videostream' section=compare-device plot=docs/compare-device.svg viewers=${viewers:-1 20 100}
fi
viewers=${viewers:-1 20 100 200 400 800}
for system in $systems; do
  [[ " floor ws-passed ws-encoded mjpeg-passed mjpeg-encoded motion fastapi ustreamer videostream " == *" $system "* ]] || fail "there is no system $system"
done
for number in $viewers; do [[ $number =~ ^[1-9][0-9]*$ ]] || fail "--viewers takes numbers, as in \"1 20\""; done
! $write || grep -qF "<!-- $section:begin -->" "$results" || fail "$results has no line <!-- $section:begin --> to write behind"

service=src/VideoStream/bin/Release/net10.0/VideoStream.dll
load=bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
benchmarks=bench/VideoStream.Benchmarks/bin/Release/net10.0/VideoStream.Benchmarks.dll
built=bench/floor/bin # ignored by git, as all folders of that name
python=/usr/bin/python3 # Debian's, which its packages are for

work=$(mktemp -d) camera='' server='' child=''
mkdir "$work/runs"

# end PID: ends a process, by force if it takes longer than five seconds
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
  for pid in $child $server $camera; do end "$pid"; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# run COMMAND...: in the background, so that a signal ends it and us at once
run() {
  local result=0
  "$@" &
  child=$!
  wait "$child" || result=$?
  child=''
  return "$result"
}

wanted() { [[ " $systems " == *" $1 "* ]]; }
has_module() { "$python" -c "import $1" 2>/dev/null; }
of_service() { [[ $1 == ws-* || $1 == mjpeg-* || $1 == videostream ]]; }

# Debian's packages that these systems need and that aren't there.
missing_packages() {
  local module
  has_module json || echo python3
  if wanted ustreamer; then
    command -v ustreamer >/dev/null || echo ustreamer
    return
  fi
  command -v gcc >/dev/null || echo gcc libc6-dev
  has_module cv2 || echo python3-opencv
  ! wanted motion || command -v motion >/dev/null || echo motion
  ! wanted fastapi || for module in fastapi uvicorn uvloop websockets; do has_module "$module" || echo "python3-$module"; done
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_packages | tr ' ' '\n')
  ((${#missing[@]})) || return 0
  ((EUID == 0)) || fail "missing: apt-get install ${missing[*]}"
  echo "compare: installing ${missing[*]}" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  # The package starts one that takes the first camera.
  if [[ " ${missing[*]} " == *" motion "* && -d /run/systemd/system ]]; then
    systemctl disable --quiet --now motion
  fi
}

build_all() {
  if $build; then
    dotnet build src/VideoStream --configuration Release --nologo --verbosity quiet >&2
    dotnet build bench/VideoStream.Load --configuration Release --nologo --verbosity quiet >&2
    dotnet build bench/VideoStream.Benchmarks --configuration Release --nologo --verbosity quiet >&2
  fi
  [[ -f $service && -f $load && -f $benchmarks ]] || fail "not built yet: leave out --no-build"
  [[ -z $device ]] || return 0
  mkdir -p "$built/pictures"
  if $build || [[ ! -x $built/floor ]]; then
    gcc -O2 -o "$built/floor" bench/floor/floor.c
  fi
  [[ $built/pictures -nt bench/floor/pictures.py && -f $built/pictures/059.jpg ]] || "$python" bench/floor/pictures.py "$built/pictures"
  touch "$built/pictures"
}

# free_port FROM: the first port from there on at which nobody listens. They lie below those that connections get by themselves.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do ((port += 1)); done
  echo "$port"
}

# start_server COMMAND...: as $server
start_server() {
  "$@" >"$work/server.log" 2>&1 &
  server=$!
}

stop_server() {
  end "$server"
  server=''
}

# await_pictures URL: fails with what the server said if none come
await_pictures() {
  run "$python" bench/start_time.py "$1" && return
  tail -5 "$work/server.log" >&2
  fail "no pictures from $(tr '\0' ' ' <"/proc/$server/cmdline" 2>/dev/null || echo 'the server, which has ended')"
}

# ask PATH: what the server answers there
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
  timeout 2 cat <&3 || true
  exec 3>&-
}

# await_answer PATH PATTERN: waits until the server says that there
await_answer() {
  local i
  for ((i = 0; i < linger; i++)); do
    ask "$1" | grep -q "$2" && return
    sleep 1
  done
  fail "the server did not say $2 within $linger s"
}

start_service() { start_server dotnet "$service" --urls "http://127.0.0.1:$port" --VideoStream:WebSocket:MaxClients=1000 "$@"; }

# start SYSTEM: starts it, and sets where its pictures are and how they come
start() {
  url=http://127.0.0.1:$port protocol=mjpeg query=()
  case $1 in
    floor) start_server "$built/floor" "$port" 30 "$built"/pictures/*.jpg ;;
    motion)
      sed "s#@CAMERA@#$camera_url#; s#@PORT@#$port#" bench/peers/motion.conf.in >"$work/motion.conf"
      start_server motion -n -c "$work/motion.conf"
      ;;
    fastapi) start_server "$python" bench/peers/fastapi_server.py "$camera_url" "$port" ;;
    ustreamer)
      start_server ustreamer --device "$device" --resolution "$device_size" --desired-fps "$fps" "${device_format[@]}" \
        --host 127.0.0.1 --port "$port" --tcp-nodelay
      url+=/stream
      ;;
    videostream) start_on_device ;;
    *) start_service --source "$camera_url" ;;
  esac
  case $1 in
    ws-* | fastapi) protocol=ws url+=/ws/video_feed ;;
    mjpeg-* | videostream) url+=/video_feed ;;
  esac
  # Any but the default is decoded and encoded.
  [[ $1 != *-encoded ]] || query=(--query quality=81)
  if [[ $protocol == ws ]]; then
    await_pictures "${url/#http/ws}"
  else
    await_pictures "$url"
  fi
  # Until then its pictures say that there is no camera.
  [[ $1 != ustreamer ]] || await_answer /state '"online": true'
}

# measure SYSTEM VIEWERS: a report of the load generator, which fails also if no picture came
measure() {
  local report=$work/runs/$1-$2.json
  start "$1"
  echo "compare: $1, viewers: $2" >&2
  run dotnet "$load" --url "$url" --protocol "$protocol" ${query[@]+"${query[@]}"} --viewers "$2" --seconds "$seconds" --warmup "$warmup" --pid "$server" \
    --json "$report" >"$work/load.log" 2>&1 || [[ -f $report ]] || fail "$1, viewers: $2: $(tail -1 "$work/load.log")"
  stop_server
}

measure_all() {
  local number system
  for number in $viewers; do
    for system in $systems; do
      ((number > ${most[$system]:-$number})) || measure "$system" "$number"
    done
  done
}

# cpu_ticks PID: hundredths of a second that it has used
cpu_ticks() {
  local stat fields
  stat=$(<"/proc/$1/stat")
  read -ra fields <<<"${stat##*) }"
  echo $((fields[11] + fields[12]))
}

# cpu_with QUALITY...: the service's CPU, in percent of a core, with two viewers for each
cpu_with() {
  local quality before viewers=()
  start ws-passed
  for quality; do
    dotnet "$load" --url "$url" --protocol ws --query "quality=$quality&adaptive=false" --viewers 2 --seconds $((seconds + warmup)) --warmup 1 >/dev/null 2>&1 &
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

# Ten qualities for twenty viewers, beside one quality for all of them and nine encodes more as OpenCV does them by itself.
measure_qualities() {
  local one ten cpu
  echo "compare: ten qualities" >&2
  # Twenty viewers of one, in ten pairs as well.
  cpu_with 81 81 81 81 81 81 81 81 81 81
  one=$cpu
  # shellcheck disable=SC2086 # words
  cpu_with $qualities
  ten=$cpu
  # shellcheck disable=SC2086
  dotnet "$benchmarks" --encodes "$built/pictures" 81 $qualities >"$work/encodes"
  # Microseconds a picture, thirty times a second.
  awk -v one="$one" -v ten="$ten" '{ sum += ($1 == 81 ? -$2 : $2) } END { printf "{\"one\": %s, \"ten\": %s, \"more\": %.1f}\n", one, ten, sum * 30 / 10000 }' \
    "$work/encodes" >"$work/qualities"
}

# The service's CPU with its camera closed, as everybody has left.
measure_idle() {
  local before
  echo "compare: nobody" >&2
  start ws-passed
  await_answer /api/v1/status '"state": *"idle"'
  # Until it is done with our questions.
  run sleep 3
  before=$(cpu_ticks "$server")
  run sleep 10
  # Ticks in ten seconds are tenths of a percent.
  awk "BEGIN { print ($(cpu_ticks "$server") - $before) / 10 }" >"$work/idle"
  stop_server
}

measure_start() {
  echo "compare: start" >&2
  run "$python" bench/start_time.py --runs 5 "http://127.0.0.1:$port/video_feed" dotnet "$service" --urls "http://127.0.0.1:$port" --source test \
    >"$work/start" 2>"$work/server.log" || { tail -1 "$work/server.log" >&2; exit 2; }
}

# What the service makes of the camera is what ustreamer is told: its size, and whether its own JPEGs can be passed through.
start_on_device() {
  start_service --source "$device" --VideoStream:WebSocket:FrameRate="$fps" --VideoStream:Cameras:main:Width="${size%x*}" \
    --VideoStream:Cameras:main:Height="${size#*x}" --VideoStream:Cameras:main:FrameRate="$fps"
}

look_at_device() {
  local status
  start videostream
  status=$(ask /api/v1/status | tr -d ' \n')
  stop_server
  device_size=$(sed -E 's/.*"width":([0-9]+),"height":([0-9]+).*/\1x\2/' <<<"$status")
  device_format=(--format MJPEG --encoder HW)
  [[ $status != *'"passed_through":0,'* ]] || device_format=(--format YUYV --encoder CPU --quality 80)
}

start_camera() {
  "$built/floor" "$camera_port" 30 "$built"/pictures/*.jpg 2>"$work/camera.log" &
  camera=$!
  camera_url=http://127.0.0.1:$camera_port/
  run "$python" bench/start_time.py "$camera_url" || fail "the camera shows nothing: $(<"$work/camera.log")"
}

# fact NAME VALUE: a row of the first table
fact() { printf '%s\t%s\n' "$1" "$2" >>"$work/facts"; }

# versions PACKAGE...: as Debian has them
versions() { dpkg-query --show --showformat '${Package} ${Version}\n' "$@" 2>/dev/null | paste -sd, | sed 's/,/, /g'; }

note_facts() {
  local packages=() model runtime
  runtime=$(dotnet --list-runtimes | awk '/NETCore.App/ { version = $2 } END { print version }')
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
  fact date "$(date +%F)"
  fact machine "$(nproc) cores, ${model:-$(uname -m)}"
  fact system "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release), Linux $(uname -rm)"
  fact VideoStream "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), .NET $runtime"
  ! wanted motion || packages+=(motion)
  ! wanted fastapi || packages+=(python3-fastapi python3-uvicorn python3-uvloop python3-websockets python3-opencv)
  ! wanted ustreamer || packages+=(ustreamer)
  ((${#packages[@]} == 0)) || fact others "$(versions "${packages[@]}")"
  [[ -z $device ]] || fact camera "$device, $device_size, ${device_format[1]}"
  fact measured "$seconds s after $warmup s"
  fact command "\`$command\`"
}

report() {
  local options=()
  if $write; then
    options+=(--svg "$plot" --write "$results" --section "$section")
  elif [[ -n $keep ]]; then
    options+=(--svg "${keep%.json}.svg")
  fi
  [[ -z $keep ]] || options+=(--keep "$keep")
  "$python" bench/compare_report.py ${options[@]+"${options[@]}"} "$work"
}

install_missing
build_all
port=$(free_port 18900)
if [[ -n $device ]]; then
  look_at_device
  measure_all
else
  camera_port=$(free_port $((port + 1)))
  start_camera
  measure_all
  for system in $systems; do
    ! of_service "$system" || { measure_qualities; measure_idle; measure_start; break; }
  done
fi
note_facts
report
