#!/usr/bin/env bash
# Installs the service on this machine, upgrades it, or removes it. Run it as root in a folder that scripts/publish.sh made.
#   ./install.sh                  installs or upgrades, and starts the service; if a new version does not start, the old one is put back
#   ./install.sh --remove         stops and removes it; settings and state stay
#   ./install.sh --remove --purge removes settings, state and user as well
# The program is in /opt/videostream, the settings are in /etc/videostream. On Debian and Ubuntu the .deb does the same, see
# docs/operate.md; use one of the two. Without systemd the files are installed, and nothing is started.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
program=/opt/videostream settings=/etc/videostream state=/var/lib/videostream
unit=/etc/systemd/system/videostream.service command=/usr/local/bin/videostream

say() { echo "install: $*"; }
fail() {
  echo "install: $*" >&2
  exit 1
}

remove=false purge=false
for argument; do
  case $argument in
    --remove) remove=true ;;
    --purge) purge=true ;;
    *) fail "unknown option $argument; allowed: --remove, --purge" ;;
  esac
done
$remove || ! $purge || fail "--purge goes with --remove"
((EUID == 0)) || fail "run it as root, because it writes to /opt, /etc and systemd's units"
[[ $(dpkg-query -W -f '${db:Status-Status}' videostream 2>/dev/null) != installed ]] ||
  fail "the Debian package videostream is installed; upgrade or remove that with apt"
has_systemd() { [[ -d /run/systemd/system ]]; }

remove() {
  if has_systemd && [[ -e $unit ]]; then systemctl disable --now --quiet videostream; fi
  rm -rf -- "$program" "$program.old" "$program.new" "$unit" "$unit.old" "$command"
  if has_systemd; then systemctl daemon-reload; fi
  if $purge; then
    rm -rf -- "$settings" "$state" "$unit.d"
    if id videostream >/dev/null 2>&1; then userdel videostream || say "the user videostream stays, because it is in use"; fi
  fi
  say "removed$($purge || echo "; settings are still in $settings, state in $state")"
}

add_user() {
  id videostream >/dev/null 2>&1 && return
  useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin videostream
}

add_settings() {
  # The settings may hold passwords of cameras.
  install -d -o root -g videostream -m 0750 "$settings"
  install -d -o videostream -g videostream -m 0700 "$state"
  [[ -e $settings/appsettings.json ]] ||
    install -o root -g videostream -m 0640 "$here/appsettings.json" "$settings/appsettings.json"
}

# Copies first and then swaps, so that an installation that is interrupted leaves a whole program.
add_program() {
  rm -rf -- "$program.new" "$program.old"
  cp -r -- "$here/app" "$program.new"
  cp -- "$here/VERSION" "$program.new/VERSION"
  ln -s "$settings/appsettings.json" "$program.new/appsettings.Production.json"
  chown -R root:root "$program.new"
  chmod -R u=rwX,go=rX "$program.new"
  if [[ -e $program ]]; then mv -- "$program" "$program.old"; fi
  mv -- "$program.new" "$program"
  mkdir -p "$(dirname "$command")" "$(dirname "$unit")"
  ln -sfn "$program/VideoStream" "$command"
  if [[ -e $unit ]]; then cp -p -- "$unit" "$unit.old"; fi
  sed "s|^ExecStart=.*|ExecStart=$program/VideoStream|" "$here/videostream.service" >"$unit"
}

# The unit's Type=notify makes systemctl wait until the service listens, or has failed.
start() {
  systemctl daemon-reload
  systemctl enable --quiet videostream
  systemctl restart videostream
}

put_back() {
  rm -rf -- "$program"
  mv -- "$program.old" "$program"
  mv -- "$unit.old" "$unit"
  systemctl daemon-reload
  systemctl restart videostream || fail "the new version does not start, and neither does the old one; see journalctl -u videostream"
  fail "the new version does not start, so the old one is back; see journalctl -u videostream"
}

install_all() {
  [[ -x $here/app/VideoStream ]] || fail "there is no build in $here/app; make one with scripts/publish.sh"
  "$here/native-deps.sh"
  local problem
  problem=$("$here/app/VideoStream" --version 2>&1) || fail "the program does not run on this machine: $problem"
  add_user
  add_settings
  add_program
  if ! has_systemd; then
    say "version $(<"$program/VERSION") is in $program; there is no systemd, so start $command by another service manager"
  elif start; then
    say "version $(<"$program/VERSION") runs; settings: $settings/appsettings.json, log: journalctl -u videostream"
  elif [[ -e $program.old ]]; then
    put_back
  else
    fail "the service does not start; see journalctl -u videostream"
  fi
  rm -rf -- "$program.old" "$unit.old"
}

if $remove; then remove; else install_all; fi
