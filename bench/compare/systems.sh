# The compared systems of compare.sh: packages, builds, starting one, and measuring it. Sourced.

service=src/VideoStream/bin/Release/net10.0/VideoStream.dll
load=bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
benchmarks=bench/VideoStream.Benchmarks/bin/Release/net10.0/VideoStream.Benchmarks.dll
rtsp_packages='ffmpeg gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly'
built=bench/floor/bin # ignored by git, like all folders named bin

# Largest number of viewers of systems that cannot serve more.
declare -A most=([motion]=200 [fastapi]=20 [ws-rtsp]=1 [ws-resized]=1 [ws-osd]=1 [ws-h264]=200 [ws-h264-passed]=200)

uses() { [[ " $systems " == *" $1 "* ]]; }
uses_rtsp() { uses ws-rtsp || uses ws-h264-passed || [[ -n $against ]]; }
has_rtsp() { "$python" -c 'import gi; gi.require_version("GstRtspServer", "1.0")' 2>/dev/null && command -v ffmpeg >/dev/null; }
has_module() { "$python" -c "import $1" 2>/dev/null; }
is_service() { [[ $1 == ws-* || $1 == mjpeg-* || $1 == videostream ]]; }
has_frames() { [[ $built/frames -nt bench/floor/frames.py && -f $built/frames/059.jpg ]]; }

# Debian packages that are needed and missing.
missing_packages() {
  local module
  has_module json || echo python3
  if uses ustreamer; then
    command -v ustreamer >/dev/null || echo ustreamer
    return
  fi
  command -v gcc >/dev/null || echo gcc libc6-dev
  { has_frames && ! uses fastapi; } || has_module cv2 || echo python3-opencv
  ! uses_rtsp || has_rtsp || echo "$rtsp_packages"
  ! uses motion || command -v motion >/dev/null || echo motion
  ! uses fastapi || for module in fastapi uvicorn uvloop websockets; do has_module "$module" || echo "python3-$module"; done
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_packages | tr ' ' '\n')
  ((${#missing[@]})) || return 0
  ((EUID == 0)) || fail "missing: apt-get install ${missing[*]}"
  echo "compare: installing ${missing[*]}" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  # The package starts a service that opens the first camera.
  if [[ " ${missing[*]} " == *" motion "* && -d /run/systemd/system ]]; then
    systemctl disable --quiet --now motion
  fi
}

build_all() {
  local project projects=(bench/VideoStream.Load)
  [[ -n $against ]] || projects+=(src/VideoStream bench/VideoStream.Benchmarks)
  ! $build || for project in "${projects[@]}"; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet >&2
  done
  [[ -f $load ]] || fail "not built yet: leave out --no-build"
  [[ -n $against || (-f $service && -f $benchmarks) ]] || fail "not built yet: leave out --no-build"
  [[ -z $device ]] || return 0
  mkdir -p "$built/frames"
  if $build || [[ ! -x $built/floor ]]; then
    gcc -O2 -o "$built/floor" bench/floor/floor.c
  fi
  has_frames || "$python" bench/floor/frames.py "$built/frames"
  touch "$built/frames"
}

start_camera() {
  local camera_port
  camera_port=$(free_port $((port + 1)))
  "$built/floor" "$camera_port" 30 "$built"/frames/*.jpg 2>"$work/camera.log" &
  camera=$!
  camera_url=http://127.0.0.1:$camera_port/
  run "$python" bench/start_time.py "$camera_url" || fail "no frame from the camera: $(<"$work/camera.log")"
}

# start_rtsp_camera: an RTSP camera of 1280x704 at 25 fps, as $rtsp_camera at $rtsp_url
start_rtsp_camera() {
  local rtsp_port
  rtsp_port=$(free_port $((port + 2)))
  "$python" bench/rtsp/frames_camera.py "$rtsp_port" "$built/frames" >"$work/rtsp.log" 2>&1 &
  rtsp_camera=$!
  rtsp_url=rtsp://127.0.0.1:$rtsp_port/cam
}

# start_service DLL OPTION...
start_service() {
  local unlimited=()
  # All viewers come from one address, and at once. Older builds do not know the key.
  ! grep -q HandshakesPerAddress "$1" || unlimited=(--VideoStream:Limits:HandshakesPerAddress=0)
  start_server dotnet "$1" --urls "http://127.0.0.1:$port" --VideoStream:WebSocket:MaxClients=1000 \
    ${unlimited[@]+"${unlimited[@]}"} "${@:2}"
}

# start SYSTEM: starts it and waits for a frame. Sets $url, $protocol and $query of its stream.
start() {
  url=http://127.0.0.1:$port protocol=mjpeg query=()
  case $1 in
    floor) start_server "$built/floor" "$port" 30 "$built"/frames/*.jpg ;;
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
    ws-rtsp | ws-h264-passed)
      start_rtsp_camera
      start_service "$service" --source "$rtsp_url"
      ;;
    *) start_service "$service" --source "$camera_url" ;;
  esac
  case $1 in
    ws-* | fastapi) protocol=ws url+=/ws/video_feed ;;
    mjpeg-* | videostream) url+=/video_feed ;;
  esac
  # A quality other than the default is decoded and encoded.
  case $1 in
    *-encoded) query=(--query quality=81) ;;
    ws-resized) query=(--query 'resize=640x360&adaptive=false') ;;
    ws-osd) query=(--query osd=true) ;;
    ws-h264*) query=(--query codec=h264) ;;
  esac
  if [[ $protocol == ws ]]; then
    await_frame "${url/#http/ws}"
  else
    await_frame "$url"
  fi
  # Before that its frames say that there is no camera.
  [[ $1 != ustreamer ]] || await_answer /state '"online": true' 30
}

# watch REPORT VIEWERS WARMUP SECONDS [OPTION...]: has viewers watch $url; writes the load generator's report
watch() {
  run dotnet "$load" --url "$url" --protocol "$protocol" --viewers "$2" --warmup "$3" --seconds "$4" --pid "$server" --json "$1" "${@:5}" \
    >"$work/load.log" 2>&1 || [[ -f $1 ]] || fail "viewers: $2: $(tail -1 "$work/load.log")"
}

# measure SYSTEM VIEWERS: starts the system, and writes a report into $work/runs
measure() {
  start "$1"
  echo "compare: $1, viewers: $2" >&2
  watch "$work/runs/$1-$2.json" "$2" "$warmup" "$seconds" ${query[@]+"${query[@]}"}
  stop_server
  [[ -z $rtsp_camera ]] || { end "$rtsp_camera"; rtsp_camera=''; }
}

measure_all() {
  local number system
  for number in $viewers; do
    for system in $systems; do
      ((number > ${most[$system]:-$number})) || measure "$system" "$number"
    done
  done
}

# fact NAME VALUE: a row of the first table
fact() { printf '%s\t%s\n' "$1" "$2" >>"$work/facts"; }

# versions PACKAGE...: Debian's versions of installed packages
versions() { dpkg-query --show --showformat '${Package} ${Version}\n' "$@" 2>/dev/null | paste -sd, | sed 's/,/, /g'; }

write_facts() {
  local packages=() model runtime
  runtime=$(dotnet --list-runtimes | awk '/NETCore.App/ { version = $2 } END { print version }')
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
  fact date "$(date +%F)"
  fact machine "$(nproc) cores, ${model:-$(uname -m)}"
  fact system "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release), Linux $(uname -rm)"
  fact VideoStream "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), .NET $runtime"
  ! uses motion || packages+=(motion)
  ! uses fastapi || packages+=(python3-fastapi python3-uvicorn python3-uvloop python3-websockets python3-opencv)
  ! uses ustreamer || packages+=(ustreamer)
  ((${#packages[@]} == 0)) || fact others "$(versions "${packages[@]}")"
  [[ -z $against ]] || fact against "$against_name"
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
  "$python" bench/compare/report.py ${options[@]+"${options[@]}"} "$work"
}
