#!/usr/bin/env bash
# Builds and runs the service. The arguments are passed to it, as in: scripts/run.sh --source /dev/video0
# Settings belong into appsettings.Production.json beside the repository's appsettings.json. Neither git nor a build touches it.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
command -v dotnet >/dev/null || { echo "run: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

"$root/scripts/native-deps.sh"
[[ -f $root/src/VideoStream/bin/Release/net10.0/VideoStream.dll ]] || echo "run: building, which takes some minutes the first time" >&2
# Built in the repository, because of global.json. The service runs in the caller's folder, because of relative paths of video files.
# By msbuild, because "dotnet build" prints a summary, which would stand above the key of "keys new".
(cd "$root" && dotnet msbuild src/VideoStream -restore -property:Configuration=Release -nologo -verbosity:quiet >&2)
# As in the image and the unit: with one arena glibc keeps less of what was freed.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
# The settings and the page are read in the repository, where a build does not overwrite them, and a change counts at once.
if [[ ${1:-} != keys ]]; then set -- --contentRoot "$root" "$@"; fi
# Messages that name the command name this one.
export VIDEOSTREAM_COMMAND="$0"
exec dotnet "$root/src/VideoStream/bin/Release/net10.0/VideoStream.dll" "$@"
