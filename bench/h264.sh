#!/usr/bin/env bash
# Compares what encoding H.264 costs the service with what OpenH264 takes with the same settings in a C program, and with JPEG; and the
# bytes of both that look equally good.
#
#   bench/h264.sh [--turns N] [--kilobits N] [FILE]
#
# Prints the CPU time of a frame in microseconds and its bytes, medians of seven turns (--turns) of each in alternation, at 1000 kbit/s
# (--kilobits) and 30 frames/s, and the ratio to the C program. JPEG has quality 80. FILE is a film: 250 frames of it, at twice its speed,
# are scaled to 1280x720. Without FILE it uses the frames of bench/floor/frames.py, of 1280x704. Then the bytes of an equal SSIM: of the
# film, and of a still scene with noise (bench/h264/still_scene.py), of which neither has 0.99 without the noise itself, so it is 0.96.
# Takes two minutes. The exit code is 1 if H.264 takes more than 1.15 times the C program, or more bytes of JPEG's than the table says.
# Needs gcc, ffmpeg and the Debian packages python3-opencv, libopenh264-dev and libturbojpeg0-dev (libturbojpeg-dev on Ubuntu); the latter
# two it installs as root.
set -euo pipefail

turns=7 kilobits=1000 film=''
while (($#)); do
  case $1 in
    --turns) turns=$2; shift 2 ;;
    --kilobits) kilobits=$2; shift 2 ;;
    -*) echo "h264: unknown option $1" >&2; exit 2 ;;
    *) film=$(realpath -- "$1"); shift ;;
  esac
done
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

built=bench/floor/bin
mkdir -p "$built"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z $film ]]; then
  [[ -f $built/frames/059.jpg ]] || /usr/bin/python3 bench/floor/frames.py "$built/frames"
  frames=("$built"/frames/*.jpg) size=1280x704
  ffmpeg -v error -nostdin -i "$built/frames/%03d.jpg" -pix_fmt yuvj420p -f rawvideo "$work/film.yuv"
  echo "A generated film of ${#frames[@]} frames, because no FILE was given."
else
  size=1280x720
  ffmpeg -v error -nostdin -i "$film" -frames:v 250 -vf setpts=PTS/2,fps=25,scale=1280:720 -pix_fmt yuvj420p -f rawvideo "$work/film.yuv"
  ffmpeg -v error -nostdin -f rawvideo -pixel_format yuvj420p -video_size $size -i "$work/film.yuv" -q:v 2 "$work/%03d.jpg"
  frames=("$work"/*.jpg)
  echo "${#frames[@]} frames of $(basename -- "$film")."
fi
/usr/bin/python3 bench/h264/still_scene.py "$work/still.yuv"
if [[ ! -f /usr/include/turbojpeg.h || ! -f /usr/include/wels/codec_api.h ]]; then
  ((EUID == 0)) || { echo "h264: missing: apt-get install libopenh264-dev libturbojpeg0-dev" >&2; exit 2; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libopenh264-dev libturbojpeg0-dev >/dev/null
fi
gcc -O2 -o "$built/h264" bench/floor/h264.c -lopenh264 -lturbojpeg
dotnet build bench/VideoStream.Benchmarks --configuration Release --verbosity quiet -nodeReuse:false >/dev/null
benchmarks=bench/VideoStream.Benchmarks/bin/Release/net10.0/VideoStream.Benchmarks.dll

missed=0
for ((turn = 0; turn < turns; turn++)); do
  echo "floor $("$built/h264" "$kilobits" "${frames[@]}")"
  echo "service $(dotnet "$benchmarks" --h264 "$kilobits" "${frames[@]}")"
done | /usr/bin/python3 -c '
import statistics, sys
rows = {"floor": [], "service": []}
for line in sys.stdin:
    name, *costs = line.split()
    rows[name].append([float(cost) for cost in costs])
median = {name: [statistics.median(column) for column in zip(*turns)] for name, turns in rows.items()}
(floor, floor_bytes, floor_jpeg, _), (service, bytes, jpeg, jpeg_bytes) = median["floor"], median["service"]
print("| a frame | C program | service | ratio |")
print("|---|---|---|---|")
print(f"| H.264, microseconds | {floor:.0f} | {service:.0f} | {service / floor:.2f} |")
print(f"| H.264, bytes | {floor_bytes:.0f} | {bytes:.0f} | {bytes / floor_bytes:.2f} |")
print(f"| JPEG, microseconds | {floor_jpeg:.0f} | {jpeg:.0f} | {jpeg / floor_jpeg:.2f} |")
print(f"| H.264 to JPEG, microseconds | {floor / floor_jpeg:.2f} | {service / jpeg:.2f} | |")
print(f"| H.264 to JPEG, bytes | | {bytes / jpeg_bytes:.2f} | |")
if service > 1.15 * floor:
    sys.exit("missed: H.264 takes at most 1.15 times the C program")
' || missed=1
echo
echo "| bytes a frame | SSIM | JPEG | H.264 | ratio | at most | |"
echo "|---|---|---|---|---|---|---|"
equal() { /usr/bin/python3 bench/h264/equal_ssim.py "$benchmarks" "$@" || missed=1; }
equal "the film" 0.99 0.4 "$size" "$work/film.yuv"
equal "a still scene" 0.96 0.15 1280x704 "$work/still.yuv"
exit "$missed"
