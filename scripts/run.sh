#!/usr/bin/env bash
# Builds the service and runs it; arguments are the service's own, as in: scripts/run.sh --source /dev/video0
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
command -v dotnet >/dev/null || { echo "run: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

"$root/scripts/native-deps.sh"
# In its own folder, where global.json is; the service keeps the caller's, so that relative paths to films are right.
(cd "$root" && dotnet build src/VideoStream --configuration Release --nologo --verbosity quiet)
exec dotnet "$root/src/VideoStream/bin/Release/net10.0/VideoStream.dll" "$@"
