#!/usr/bin/env bash
# Measures how far Chromium's MSE, by which a page over plain http shows H.264, is behind: in calm streams, and when units come at once.
#
#   bench/bursts.sh [--seconds N] [--no-build]
#
# Takes 300 units of 1280x720 from the service, and gives them to the page's decoder for 20 s (--seconds) a row: 30, 10 and 3 a second,
# and 30 a second of which 3, 10 and 30 come at once every two seconds. Prints the milliseconds from the receipt of a unit to the repaint
# that draws it, or a newer one: for all units, for the last one of each burst, and for those of the second after each burst.
# Needs the .NET SDK, chromium, OpenH264 and Debian's python3-websockets. The exit code is 1 if the last unit of 3 or 10 at once is drawn
# after more than 100 ms in more than one of twenty bursts, or if the decoder fails. 30 at once have no bound.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
python=/usr/bin/python3 # Debian's, because the packages are Debian's
build=true arguments=()
for argument; do
  if [[ $argument == --no-build ]]; then build=false; else arguments+=("$argument"); fi
done
"$python" -c 'import websockets' 2>/dev/null || { echo "bursts: missing: apt-get install python3-websockets" >&2; exit 2; }
if $build; then
  dotnet build src/VideoStream --configuration Release --nologo --verbosity quiet >&2
fi
PYTHONPATH=bench/chaos exec "$python" bench/page/bursts.py ${arguments[@]+"${arguments[@]}"}
