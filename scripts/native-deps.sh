#!/usr/bin/env bash
# Installs missing system packages that the service needs: libraries of OpenCV's and Skia's native parts, a font, libturbojpeg, which
# encodes and decodes JPEGs, and ffmpeg, which reads video files and network cameras. OpenH264, which encodes H.264, is only recommended:
# where it can't be installed there is a message, and viewers get JPEGs.
# --browser adds a browser, Prometheus and Python's PyAV and websockets for the tests, --nats a NATS server for them and for
# scripts/relay-demo.sh. Prints nothing if all is installed.
set -euo pipefail

fail() {
  echo "native-deps: $*" >&2
  exit 1
}

[[ $(uname -s) == Linux ]] || exit 0

have() { ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null || /sbin/ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null; }
# Not grep -q, here and above: it ends early, which ends a program that still writes to it, and the pipe would have failed.
known() { apt-cache show "$1" 2>/dev/null | grep "^Package:" >/dev/null; }

# Debian's nats-server is not in every user's PATH.
PATH+=:/usr/sbin
missing=()
have libgtk-3.so.0 || missing+=(libgtk-3-0)
have libdrm.so.2 || missing+=(libdrm2)
have libatomic.so.1 || missing+=(libatomic1)
have libturbojpeg.so.0 || missing+=(libturbojpeg0)
have libssl.so || missing+=(libssl3)
# For text on pictures: what finds fonts, and one font.
have libfontconfig.so.1 || missing+=(libfontconfig1)
[[ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]] || missing+=(fonts-dejavu-core)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
# For scripts/test-packaging.sh.
if [[ ${1:-} == --packaging ]]; then
  command -v readelf >/dev/null || missing+=(binutils)
  command -v curl >/dev/null || missing+=(curl)
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  command -v systemd-analyze >/dev/null || missing+=(systemd)
fi
if [[ ${1:-} == --browser ]] && ! command -v chromium google-chrome >/dev/null; then
  # Ubuntu's package of that name installs a snap, which the tests cannot control.
  grep -qi '^ID=ubuntu' /etc/os-release || missing+=(chromium)
fi
if [[ ${1:-} == --browser ]]; then
  command -v prometheus >/dev/null && command -v promtool >/dev/null || missing+=(prometheus)
  # Debian's, for the examples of docs/h264.md.
  /usr/bin/python3 -c 'import av, websockets' 2>/dev/null || missing+=(python3-av python3-websockets)
fi
if [[ ${1:-} == --nats ]]; then
  command -v nats-server >/dev/null || missing+=(nats-server)
fi
recommended=()
have libopenh264.so.7 || have libopenh264.so.8 || recommended+=(libopenh264-7)
all=(${missing[@]+"${missing[@]}"} ${recommended[@]+"${recommended[@]}"})
((${#all[@]})) || exit 0

# Ends here if nothing is missing but what is only recommended.
give_up() {
  ((${#missing[@]} == 0)) || fail "$*"
  echo "native-deps: without ${recommended[*]} there is no H.264: $*" >&2
  exit 0
}

command -v apt-get >/dev/null || give_up "there is no apt-get; install the equivalents of these Debian packages: ${all[*]}"
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || give_up "run as root: apt-get install ${all[*]} (libgtk-3-0 is libgtk-3-0t64 on newer releases)"
  as_root=(sudo)
fi

echo "native-deps: installing ${all[*]}" >&2
"${as_root[@]}" apt-get update -qq || give_up "apt-get update failed; install by hand: ${all[*]}"
# Debian 13 and Ubuntu 24.04 renamed these packages.
for name in libgtk-3-0 libssl3; do
  if known "${name}t64"; then missing=("${missing[@]/%$name/${name}t64}"); fi
done
# Ubuntu's name of it.
known libturbojpeg0 || missing=("${missing[@]/%libturbojpeg0/libturbojpeg}")
# Debian 13 has a newer one.
known libopenh264-7 || recommended=("${recommended[@]/%libopenh264-7/libopenh264-8}")
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
((${#missing[@]} == 0)) || install "${missing[@]}" || fail "apt-get could not install ${missing[*]}"
((${#recommended[@]} == 0)) || install "${recommended[@]}" ||
  echo "native-deps: apt-get could not install ${recommended[*]}, without which there is no H.264" >&2
