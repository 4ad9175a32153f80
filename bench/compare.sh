#!/usr/bin/env bash
# Compares servers that show one camera to many viewers: CPU, memory and age of the frames.
#
#   bench/compare.sh [--viewers "1 20"] [--systems "floor ws-passed"] [--write] [OPTION...]
#   bench/compare.sh --device /dev/videoN [--size WxH] [--fps N] [--viewers "1 20"] [--write] [OPTION...]
#   bench/compare.sh --against DIR_OR_COMMIT [--turns N] [OPTION...]
#
# OPTIONs: --seconds N, --warmup N (seconds of each measurement and before it), --quick (very short, proves only that it works), --no-build,
# --keep FILE.json (keeps the figures; compare/report.py prints them again).
#
# Without --device and --against: all systems, each with 1 to 800 viewers, and a fresh process for each number. The camera is
# bench/floor/floor.c with frames of 77 kB at 30 fps. Systems:
#   floor                        the same C program as the server: one send for each viewer and frame, and nothing else
#   ws-passed, ws-encoded        the service over WebSocket; camera's JPEGs passed through, or decoded and encoded again
#   mjpeg-passed, mjpeg-encoded  the same over MJPEG
#   ws-h264, ws-h264-passed      H.264 with up to 200 viewers: encoded by the service, and an RTSP camera's own
#   ws-rtsp, ws-resized, ws-osd  the service with one viewer: of an RTSP camera, of 640x360, with OSD
#   motion                       Debian's motion over MJPEG: one encode a frame for all viewers
#   fastapi                      FastAPI, uvicorn and OpenCV over WebSocket: peers/fastapi_server.py encodes each frame for each viewer
# Then the service alone: CPU of ten qualities for twenty viewers, CPU without viewers, time from the start to the first frame.
# Takes 15 minutes. What a frame over TLS and one of 3 kB cost is measured by slope.sh, and a decode and an encode by jpeg.sh.
#
# --device: ustreamer and the service on that V4L2 camera, at 1280x720 and 30 fps by default.
#
# --against: this tree's service ("new") against another build of it ("old"): a commit, a source tree, or a folder with VideoStream.dll.
# Each turn measures old, new, and old again, in a rotating order. Prints medians, and the ratio new/old beside that of old with itself.
# Seven turns, the default, take 30 minutes.
#
# --write puts the tables into bench/RESULTS.md, with date, machine and commit, and the plot into docs.
# The exit code is 1 if a figure misses its bound; the bounds are in compare/budgets.py and compare/against_report.py.
# Needs the .NET SDK and these Debian packages: gcc libc6-dev python3-opencv motion python3-fastapi python3-uvicorn python3-uvloop
# python3-websockets, or ustreamer for a device, and those of rtsp/frames_camera.py. As root it installs the missing ones.
set -euo pipefail

command=bench/compare.sh
for argument; do
  [[ $argument != *' '* ]] || argument="\"$argument\""
  command+=" $argument"
done
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# .NET optimizes its code in the first seconds of a process.
seconds=8 warmup='' turns=7 build=true write=false keep='' device='' against='' size=1280x720 fps=30
viewers='' systems='floor ws-passed ws-encoded mjpeg-passed mjpeg-encoded ws-h264 ws-h264-passed ws-rtsp ws-resized ws-osd motion fastapi'

. bench/compare/processes.sh
. bench/compare/systems.sh
. bench/compare/service.sh
. bench/compare/against.sh

while (($#)); do
  case $1 in
    --quick) seconds=2 warmup=2 turns=2 viewers='1 20'; shift; continue ;;
    --no-build) build=false; shift; continue ;;
    --write) write=true; shift; continue ;;
    --seconds | --warmup | --viewers | --systems | --keep | --device | --size | --fps | --against | --turns)
      (($# > 1)) || fail "$1 needs a value"
      ;;&
    --seconds) seconds=$2 ;;
    --warmup) warmup=$2 ;;
    --viewers) viewers=$2 ;;
    --systems) systems=$2 ;;
    --keep) keep=$2 ;;
    --device) device=$2 ;;
    --size) size=$2 ;;
    --fps) fps=$2 ;;
    --against) against=$2 ;;
    --turns) turns=$2 ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done

results=bench/RESULTS.md section=compare plot=docs/compare.svg
if [[ -n $against ]]; then
  [[ -z $device ]] || fail "--against and --device exclude each other"
  ! $write || fail "--write is not possible with --against; use --keep"
  [[ $turns =~ ^[1-9][0-9]*$ ]] || fail "--turns takes a number"
  systems=floor warmup=${warmup:-6}
elif [[ -n $device ]]; then
  [[ -c $device ]] || fail "$device is not a device"
  systems='ustreamer videostream' section=compare-device plot=docs/compare-device.svg viewers=${viewers:-1 20 100}
fi
warmup=${warmup:-8} viewers=${viewers:-1 20 100 200 400 800}
known='floor ws-passed ws-encoded mjpeg-passed mjpeg-encoded ws-h264 ws-h264-passed ws-rtsp ws-resized ws-osd motion fastapi ustreamer'
known+=' videostream'
for system in $systems; do
  [[ " $known " == *" $system "* ]] || fail "there is no system $system"
done
for number in $viewers; do [[ $number =~ ^[1-9][0-9]*$ ]] || fail "--viewers takes numbers, as in \"1 20\""; done
! $write || grep -qF "<!-- $section:begin -->" "$results" || fail "$results has no line <!-- $section:begin -->"

work=$(mktemp -d)
mkdir "$work/runs"
trap cleanup EXIT
trap 'exit 130' INT TERM

install_missing
build_all
port=$(free_port 18900)
if [[ -n $against ]]; then
  start_camera
  compare_builds
  exit
fi
if [[ -n $device ]]; then
  probe_device
  measure_all
else
  start_camera
  measure_all
  for system in $systems; do
    ! is_service "$system" || { measure_qualities; measure_idle; measure_start; break; }
  done
fi
write_facts
report
