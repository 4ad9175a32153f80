# shellcheck shell=bash
# Part of scripts/test-packaging.sh: scripts/install.sh in a clean Debian.

check_install() {
  check "install.sh installs the service and what it needs" run_install
  $ok || return 0
  check "install.sh: the libraries are all there" libraries_are_there /opt/videostream
  check "install.sh: the settings are private" settings_are_private
  check "install.sh: the unit starts the installed program" \
    grep -qx 'ExecStart=/opt/videostream/VideoStream' "$root/etc/systemd/system/videostream.service"
  check "install.sh: the service starts" start_installed
  if $ok; then
    check "install.sh: it shows a picture" fetch_picture "$(<"$work/address")"
    check "install.sh: it stops when it is asked to" end_service
  fi
  check "install.sh: an upgrade keeps settings and leaves one program" upgrade_installed
  check "install.sh --remove keeps the settings" remove_installed
  check "install.sh --remove --purge leaves nothing" purge_installed
}

run_install() {
  rm -rf "$root/tmp/published"
  cp -r "$published" "$root/tmp/published"
  in_root /tmp/published/install.sh
}

start_installed() {
  sed -i 's/"Source": "auto"/"Source": "test"/' "$root/etc/videostream/appsettings.json"
  start_service "${enter_root[@]}" "${as_user[@]}" /usr/local/bin/videostream --urls http://127.0.0.1:0 "$plain_log"
}

upgrade_installed() {
  echo old >"$root/opt/videostream/old-file"
  in_root /tmp/published/install.sh
  grep -q '"Source": "test"' "$root/etc/videostream/appsettings.json"
  [[ $(echo "$root"/opt/*) == "$root/opt/videostream" && ! -e $root/opt/videostream/old-file ]]
}

remove_installed() {
  in_root /tmp/published/install.sh --remove
  [[ ! -e $root/opt/videostream && ! -e $root/etc/systemd/system/videostream.service && -e $root/etc/videostream/appsettings.json ]]
}

purge_installed() {
  in_root /tmp/published/install.sh --remove --purge
  leftovers | tee "$work/leftovers"
  [[ ! -s $work/leftovers ]]
  ! in_root getent passwd videostream
}
