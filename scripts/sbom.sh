#!/usr/bin/env bash
# Writes the list of NuGet packages that the program consists of (SBOM), as CycloneDX JSON. .NET itself and Debian's packages are not in it.
#   scripts/sbom.sh FILE VERSION [ARTIFACTS]
# The packages are those of the last restore of src/VideoStream, or of its build with --artifacts-path ARTIFACTS.
set -euo pipefail

file=${1:?usage: scripts/sbom.sh FILE VERSION [ARTIFACTS]} version=${2:?name the version}
folder=$(realpath -- "$(dirname -- "$file")")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

restored=()
[[ -z ${3:-} ]] || restored=(--base-intermediate-output-path "$(realpath -- "$3")")
dotnet tool restore --verbosity quiet
dotnet tool run dotnet-CycloneDX src/VideoStream/VideoStream.csproj --disable-package-restore ${restored[@]+"${restored[@]}"} \
  --output "$folder" --filename "$(basename -- "$file")" --output-format Json --exclude-dev --set-type Application \
  --set-name VideoStream --set-version "$version" >/dev/null
