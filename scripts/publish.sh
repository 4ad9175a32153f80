#!/usr/bin/env bash
# Makes a folder with a build that needs no .NET on the machine where it runs, and with all that install.sh needs there.
#   scripts/publish.sh [--runtime linux-x64|linux-arm64] [--version VERSION] FOLDER
# FOLDER is made anew. Copy it to the machine, and run install.sh in it as root. The version is by default that of the git tag.
# The build for linux-arm64 was made, but not tried on such a machine.
set -euo pipefail

fail() {
  echo "publish: $*" >&2
  exit 1
}

case $(uname -m) in
  aarch64) runtime=linux-arm64 ;;
  *) runtime=linux-x64 ;;
esac
folder='' version=()
while (($#)); do
  case $1 in
    --runtime) runtime=${2:?} && shift ;;
    --version) version=("-p:MinVerVersionOverride=${2:?}") && shift ;;
    -*) fail "unknown option $1" ;;
    *) folder=$1 ;;
  esac
  shift
done
[[ -n $folder ]] || fail "name the folder to make"
[[ $runtime == linux-x64 || $runtime == linux-arm64 ]] || fail "--runtime is '$runtime'; allowed: linux-x64, linux-arm64"
[[ ! -e $folder || -e $folder/app/VideoStream.dll ]] || fail "$folder exists and is no earlier result"
rm -rf -- "$folder"
mkdir -p -- "$folder"
folder=$(realpath -- "$folder")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

# In folders of its own, so that the build of the sources stays as it is.
dotnet publish src/VideoStream --configuration Release --runtime "$runtime" --self-contained --artifacts-path "artifacts/$runtime" \
  --output "$folder/app" --nologo --verbosity quiet ${version[@]+"${version[@]}"}
sed -n 's|^ *"VideoStream/\([^"]*\)": {.*|\1|p' "$folder/app/VideoStream.deps.json" | head -n 1 >"$folder/VERSION"
[[ -s $folder/VERSION ]] || fail "the build has no version"
scripts/sbom.sh "$folder/sbom.cdx.json" "$(<"$folder/VERSION")" "artifacts/$runtime"
cp scripts/install.sh scripts/native-deps.sh scripts/smoke.sh LICENSE "$folder"
cp docs/deploy/systemd/videostream.service docs/deploy/systemd/appsettings.json "$folder"
echo "publish: version $(<"$folder/VERSION") for $runtime is in $folder"
