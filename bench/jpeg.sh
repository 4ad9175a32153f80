#!/usr/bin/env bash
# Compares what a JPEG costs the service with what libturbojpeg takes for the same calls in a C program, and with OpenCV.
#
#   bench/jpeg.sh [--turns N] [--quality N] [FRAME.jpg...]
#
# Prints the CPU time of a frame in microseconds, medians of seven turns (--turns) of each in alternation, at quality 80 (--quality), and
# the ratio to the C program, and the same of drawing the on-screen display with all its items, of which the clock changes in each frame,
# onto 1280x720. The exit code is 1 if a ratio is above 1.15, or the display takes 150 us or more. Without FRAMEs it uses those of
# bench/floor/frames.py, which needs python3-opencv. Takes a minute.
# Needs the .NET SDK and these Debian packages: gcc libc6-dev python3-opencv, and libturbojpeg0-dev (libturbojpeg-dev on Ubuntu), which
# it installs as root.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
turns=7 quality=80 frames=()
while (($#)); do
  case $1 in
    --turns) turns=$2; shift 2 ;;
    --quality) quality=$2; shift 2 ;;
    -*) echo "jpeg: unknown option $1" >&2; exit 2 ;;
    *) frames+=("$1"); shift ;;
  esac
done

built=bench/floor/bin
mkdir -p "$built"
if ((${#frames[@]} == 0)); then
  [[ -f $built/frames/059.jpg ]] || /usr/bin/python3 bench/floor/frames.py "$built/frames"
  frames=("$built"/frames/0[0-5]0.jpg)
fi
if [[ ! -f /usr/include/turbojpeg.h ]]; then
  ((EUID == 0)) || { echo "jpeg: missing: apt-get install libturbojpeg0-dev" >&2; exit 2; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libturbojpeg0-dev >/dev/null
fi
gcc -O2 -o "$built/jpeg" bench/floor/jpeg.c -lturbojpeg
dotnet build bench/VideoStream.Benchmarks --configuration Release --verbosity quiet -nodeReuse:false >/dev/null
benchmarks=bench/VideoStream.Benchmarks/bin/Release/net10.0/VideoStream.Benchmarks.dll

for ((turn = 0; turn < turns; turn++)); do
  echo "floor $("$built/jpeg" "$quality" "${frames[@]}")"
  echo "service $(dotnet "$benchmarks" --jpeg "$quality" "${frames[@]}")"
done | /usr/bin/python3 -c '
import statistics, sys
rows = {"floor": [], "service": []}
for line in sys.stdin:
    name, *costs = line.split()
    rows[name].append([float(cost) for cost in costs])
median = {name: [statistics.median(column) for column in zip(*turns)] for name, turns in rows.items()}
met = True
print("| microseconds a frame | C program | service | ratio | OpenCV |")
print("|---|---|---|---|---|")
for index, (what, by_opencv) in enumerate([("decode", 3), ("decode to a half", None), ("encode", 4)]):
    floor, service = median["floor"][index], median["service"][index]
    other = round(median["service"][by_opencv]) if by_opencv else ""
    met &= service <= 1.15 * floor
    print(f"| {what} | {floor:.0f} | {service:.0f} | {service / floor:.2f} | {other} |")
display = median["service"][5]
print(f"| draw the on-screen display | | {display:.0f} | | |")
met &= display < 150
print("ratios of at most 1.15, and a display below 150 us:", "met" if met else "MISSED")
sys.exit(not met)
'
