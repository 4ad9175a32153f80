# shellcheck shell=bash
# Part of scripts/test-packaging.sh: the Debian package under a real systemd, which runs in the clean Debian.

check_systemd() {
  check "the package is installed beside systemd" install_beside_systemd
  $ok || return 0
  if ! boot_root >"$work/log" 2>&1; then
    skip "the unit under systemd: systemd does not run here: $(tail -n 1 "$work/boot.log")"
    stop_root
    return 0
  fi
  check "systemd starts the service, which says when it listens" unit_is_active
  check "the unit's service shows a picture" fetch_picture "http://127.0.0.1:$unit_port"
  check "systemd is notified again and again while the loops turn" feeds_watchdog
  check "systemd restarts a service that hangs" restarts_when_hung
  check "systemctl reload takes changed settings over, and a mistake keeps the old ones" reloads_settings
  check "a bad setting fails the start, and the log names it" names_bad_setting
  check "systemd stops the service without a failure" stops_cleanly
  stop_root
  rm -r "$root/etc/systemd/system/videostream.service.d"
  check "apt purges the package beside systemd, and nothing stays" purge_deb
}

unit_port=$((30000 + RANDOM % 2000))

install_beside_systemd() {
  in_root apt-get install -y -qq --no-install-recommends systemd /tmp/videostream.deb
  write_settings test
  mkdir -p "$root/etc/systemd/system/videostream.service.d"
  printf '[Unit]\nWants=\n[Service]\nWatchdogSec=4\nRestartSec=1\n' >"$root/etc/systemd/system/videostream.service.d/test.conf"
}

write_settings() {
  printf '{ "urls": "http://127.0.0.1:%s", "VideoStream": { "Source": "%s" } }\n' "$unit_port" "$1" \
    >"$root/etc/videostream/appsettings.json"
}

# A namespace of processes whose first is systemd.
boot_root() {
  unshare --mount --pid --uts --ipc --cgroup --propagation private --fork --kill-child=SIGKILL -- bash -c '
    mount --bind "$0" "$0"
    mount -t proc proc "$0/proc"
    mount -t sysfs -o ro sysfs "$0/sys"
    mount -t tmpfs tmpfs "$0/run"
    mount -t tmpfs tmpfs "$0/tmp"
    mount --rbind /sys/fs/cgroup "$0/sys/fs/cgroup"
    mount --rbind /dev "$0/dev"
    exec chroot "$0" env -i container=test /lib/systemd/systemd --system --unit=videostream.service --log-target=console
  ' "$root" >"$work/boot.log" 2>&1 </dev/null &
  echo $! >"$work/boot.pid"
  for ((i = 0; i < 100; i++)); do
    if in_boot systemctl is-active videostream; then return; fi
    is_alive "$(<"$work/boot.pid")" || return 1
    sleep 0.3
  done
  in_boot systemctl status videostream || true
  return 1
}

# Runs a command beside that systemd.
in_boot() {
  local first
  first=$(pgrep --parent "$(<"$work/boot.pid")")
  nsenter --target "$first" --mount --pid --uts --ipc --cgroup --root --wd -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}

property() { in_boot systemctl show --property "$1" --value videostream; }

unit_is_active() {
  in_boot systemctl status --no-pager videostream
  # A line of text, without a second time of its own.
  in_boot journalctl --unit videostream --output cat --no-pager | grep '^INF Now listening on: '
  [[ $(property ActiveState) == active && $(property Type) == notify && $(property User) == videostream ]]
}

feeds_watchdog() {
  local first second
  first=$(property WatchdogTimestampMonotonic)
  sleep 3
  second=$(property WatchdogTimestampMonotonic)
  echo "fed at $first and $second"
  ((second > first && first > 0))
}

restarts_when_hung() {
  local before
  before=$(property MainPID)
  in_boot kill -STOP "$before"
  for ((i = 0; i < 200; i++)); do
    if [[ $(property NRestarts) != 0 && $(property ActiveState) == active ]]; then
      [[ $(property MainPID) != "$before" ]]
      fetch_picture "http://127.0.0.1:$unit_port"
      return
    fi
    sleep 0.1
  done
  in_boot systemctl status --no-pager videostream
  return 1
}

reloads_settings() {
  local before
  before=$(property MainPID)
  write_settings nowhere://
  in_boot systemctl reload videostream
  logs 'The changed configuration is not taken over, and nothing changes: .*Source'
  fetch_picture "http://127.0.0.1:$unit_port"
  write_settings test
  in_boot systemctl reload videostream
  logs 'The configuration was read again'
  [[ $(property MainPID) == "$before" && $(property ActiveState) == active ]]
}

# Waits for a line of the log.
logs() {
  for ((i = 0; i < 50; i++)); do
    if in_boot journalctl --unit videostream --output cat --no-pager | grep "$1"; then return; fi
    sleep 0.2
  done
  return 1
}

names_bad_setting() {
  write_settings nowhere://
  if in_boot systemctl restart videostream; then return 1; fi
  write_settings test
  in_boot journalctl --unit videostream --no-pager --lines 20 | grep "VideoStream can't start: .*Source"
  in_boot systemctl restart videostream
}

stops_cleanly() {
  in_boot systemctl stop videostream
  [[ $(property ActiveState) == inactive && $(property Result) == success ]]
}

stop_root() {
  [[ -s $work/boot.pid ]] || return 0
  local pid
  pid=$(<"$work/boot.pid")
  kill -KILL "$pid" 2>/dev/null || true
  # Without a word of bash about it.
  wait "$pid" 2>/dev/null || true
  rm "$work/boot.pid"
}
