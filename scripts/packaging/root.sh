# shellcheck shell=bash
# Part of scripts/test-packaging.sh: a clean Debian below $root.

# Says why there can be none; succeeds if there can be one.
root_problem() {
  ((EUID == 0)) || { echo "run it as root"; return 1; }
  command -v debootstrap >/dev/null || { echo "there is no debootstrap"; return 1; }
  [[ -n $(mirror) ]] || { echo "apt has no source of Debian or Ubuntu"; return 1; }
  unshare --mount true 2>/dev/null || { echo "mount namespaces are not allowed"; return 1; }
}

suite() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

# The mirror that this machine's apt uses.
mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite="$(suite)" '$1 == suite && $2 == "main" { print $3; exit }'
}

check_installation() {
  if wanted deb || wanted systemd; then check_deb; fi
  if wanted systemd; then check_systemd; fi
  if wanted install; then check_install; fi
}

make_root() {
  debootstrap --variant=minbase "$(suite)" "$root" "$(mirror)"
  # As this machine reaches its packages.
  apt-config dump | grep -E '^Acquire::(http|https|Retries|ForceIPv4|Check-)' >"$root/etc/apt/apt.conf.d/99machine" || true
  if grep -q '^ID=ubuntu' /etc/os-release; then sed -i 's/ main$/ main universe/' "$root/etc/apt/sources.list"; fi
  mkdir -p "$root/etc/ssl/certs"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc"
  in_root apt-get update -qq
}

# Begins a command that runs in the clean Debian. What is mounted for it is gone when it ends. Each program becomes the next one, so
# that a signal to the first reaches the last.
enter_root=(unshare --mount --propagation private -- bash -c '
  mount -t proc proc "$0/proc"
  mount --rbind /dev "$0/dev"
  exec chroot "$0" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
' "$root")
as_user=(setpriv --reuid=videostream --regid=videostream --clear-groups --no-new-privs --)

in_root() { "${enter_root[@]}" "$@"; }

# Files that are named after the service, outside of what was copied into the root for the test.
leftovers() { find "$root" -xdev -path "$root/tmp" -prune -o -path "$root/var/log" -prune -o -name '*videostream*' -print; }

# .NET's part for LTTng is loaded only where LTTng is installed.
libraries_are_there() {
  in_root sh -c "ldd $1/*.so $1/VideoStream 2>/dev/null | grep 'not found' | grep -v lttng" && return 1
  in_root sh -c 'command -v ffmpeg'
}
