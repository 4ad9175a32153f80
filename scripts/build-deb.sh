#!/usr/bin/env bash
# Builds a Debian package. It brings its own .NET runtime, because Debian has none.
#   scripts/build-deb.sh [--runtime linux-x64|linux-arm64] [--version VERSION] [--from FOLDER] [--output FOLDER]
# --from takes a result of scripts/publish.sh. Without it, one is made. The package is put into artifacts, or the folder of --output.
# Needs the .NET SDK, dpkg-deb and binutils. Prints the package's path. That for linux-arm64 was not tried on such a machine.
set -euo pipefail

fail() {
  echo "build-deb: $*" >&2
  exit 1
}

from='' output=artifacts publish=()
while (($#)); do
  case $1 in
    --runtime | --version) publish+=("$1" "${2:?}") ;;
    --from) from=$(realpath -- "${2:?}") ;;
    --output) output=${2:?} ;;
    *) fail "unknown option $1" ;;
  esac
  shift 2
done
for program in dpkg-deb readelf; do
  command -v "$program" >/dev/null || fail "$program is missing; install dpkg and binutils"
done
mkdir -p -- "$output"
output=$(realpath -- "$output")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z $from ]]; then
  from=$work/published
  scripts/publish.sh ${publish[@]+"${publish[@]}"} "$from" >&2
fi
[[ -x $from/app/VideoStream ]] || fail "there is no build in $from/app"

# Debian sorts a tilde before the end: a version that leads to 0.2.0 is older than 0.2.0.
version=$(sed 's/-/~/' "$from/VERSION")
case $(readelf -h "$from/app/VideoStream" | sed -n 's/^ *Machine: *//p') in
  *X86-64*) architecture=amd64 ;;
  *AArch64*) architecture=arm64 ;;
  *) fail "the program is for an unknown processor" ;;
esac
glibc=$(readelf -W --dyn-syms "$from"/app/*.so "$from/app/VideoStream" 2>/dev/null | grep -o 'GLIBC_2[0-9.]*' | sort -uV | tail -n 1)
glibc=${glibc#GLIBC_}

root=$work/root
install -d "$root"/usr/{bin,lib/systemd/system,share/doc/videostream} "$root/DEBIAN"
install -d -m 0750 "$root/etc/videostream"
cp -r -- "$from/app" "$root/usr/lib/videostream"
ln -s /etc/videostream/appsettings.json "$root/usr/lib/videostream/appsettings.Production.json"
ln -s ../lib/videostream/VideoStream "$root/usr/bin/videostream"
install -m 0644 docs/deploy/systemd/videostream.service "$root/usr/lib/systemd/system/videostream.service"
install -m 0640 docs/deploy/systemd/appsettings.json "$root/etc/videostream/appsettings.json"
documents=$root/usr/share/doc/videostream
install -m 0644 "$from/sbom.cdx.json" scripts/deb/copyright "$documents"
install -m 0755 scripts/smoke.sh "$documents/smoke.sh"
scripts/deb/documents.sh "$documents"
chmod -R u=rwX,go=rX "$root/usr"

install -m 0755 scripts/deb/postinst scripts/deb/prerm scripts/deb/postrm "$root/DEBIAN"
echo /etc/videostream/appsettings.json >"$root/DEBIAN/conffiles"
sed -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$architecture|" -e "s|@GLIBC@|${glibc:?}|" \
  -e "s|@SIZE@|$(du -sk --exclude=DEBIAN "$root" | cut -f 1)|" scripts/deb/control >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"

package=$output/videostream_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >&2
echo "$package"
