# shellcheck shell=bash
# Part of scripts/test-packaging.sh: the Debian package in a clean Debian.

check_deb() {
  check "the Debian package is built" build_deb
  $ok || return 0
  check "apt installs it with what it needs" install_deb
  $ok || return 0
  check "its libraries are all there" libraries_are_there /usr/lib/videostream
  check "it has a user of its own, who alone reads the settings" settings_are_private
  check "systemd starts it at boot" test -L "$root/etc/systemd/system/multi-user.target.wants/videostream.service"
  check "the installed service starts as that user" start_deb
  if $ok; then
    check "it takes its settings from /etc/videostream" has_settings
    check "it shows a picture" fetch_picture "$(<"$work/address")"
    check "scripts/smoke.sh finds it well" smoke
    check "it stops when it is asked to" end_service
  fi
  check "it starts with TLS and a key, as docs/operate.md says" start_secure
  if $ok; then
    check "scripts/smoke.sh finds it well with its certificate and key" smoke_secure
    check "it stops when it is asked to again" end_service
  fi
  check "an upgrade keeps changed settings" upgrade_deb
  check "install.sh refuses to install beside it" refuses_install
  check "apt removes it, and the settings stay" remove_deb
  check "apt purges it, and nothing stays" purge_deb
}

build_deb() {
  scripts/build-deb.sh --from "$published" --output "$work" | tee "$work/deb.path"
  local package
  package=$(tail -n 1 "$work/deb.path")
  cp "$package" "$root/tmp/videostream.deb"
  dpkg-deb --info "$package"
  [[ $(dpkg-deb --field "$package" Architecture) == "$(dpkg --print-architecture)" ]]
  dpkg-deb --field "$package" Depends | grep ffmpeg
}

install_deb() { in_root apt-get install -y -qq --no-install-recommends /tmp/videostream.deb; }

settings_are_private() {
  in_root sh -c 'stat -c "%a %U:%G" /etc/videostream /etc/videostream/appsettings.json /var/lib/videostream' | tee "$work/modes"
  printf '750 root:videostream\n640 root:videostream\n700 videostream:videostream\n' | diff - "$work/modes"
}

start_deb() {
  sed -i 's/"Source": "auto"/"Source": "test"/; s/"MaxClients": 10/"MaxClients": 7/' "$root/etc/videostream/appsettings.json"
  start_service "${enter_root[@]}" "${as_user[@]}" /usr/bin/videostream --urls http://127.0.0.1:0 "$plain_log"
}

# With the first two commands of docs/operate.md after the installation.
start_secure() {
  sed -n '/sudo openssl req/,/-subj/p; /sudo chgrp videostream/p' docs/operate.md | sed 's/sudo //g' >"$root/tmp/certificate.sh"
  in_root apt-get install -y -qq --no-install-recommends openssl
  in_root sh -eu /tmp/certificate.sh
  in_root videostream keys new ana >"$work/key.text"
  sed -n 's/^    \([A-Za-z0-9_-]\{43\}\)$/\1/p' "$work/key.text" >"$work/key"
  [[ -s $work/key ]]
  start_service "${enter_root[@]}" "${as_user[@]}" env "$(sed -n 's/^ *\(VideoStream__Access__Keys__ana__Hash=\)/\1/p' "$work/key.text")" \
    /usr/bin/videostream --urls https://127.0.0.1:0 --Kestrel:Certificates:Default:Path=/usr/local/share/ca-certificates/camera.crt \
    --Kestrel:Certificates:Default:KeyPath=/etc/videostream/server.key "$plain_log"
}

smoke_secure() {
  scripts/smoke.sh "$(sed 's/127.0.0.1/localhost/' "$work/address")" --key-file "$work/key" \
    --cacert "$root/usr/local/share/ca-certificates/camera.crt"
}

has_settings() { curl --silent --fail --max-time 10 "$(<"$work/address")/api/v1/status" | grep '"max_clients": *7\b'; }

upgrade_deb() {
  in_root dpkg --install /tmp/videostream.deb
  grep -q '"MaxClients": 7' "$root/etc/videostream/appsettings.json"
  settings_are_private
}

refuses_install() {
  rm -rf "$root/tmp/published"
  cp -r "$published" "$root/tmp/published"
  if in_root /tmp/published/install.sh; then return 1; fi
  [[ ! -e $root/opt/videostream ]]
}

remove_deb() {
  in_root apt-get remove -y -qq videostream
  [[ ! -e $root/usr/lib/videostream && ! -e $root/usr/bin/videostream && -e $root/etc/videostream/appsettings.json ]]
}

purge_deb() {
  in_root apt-get purge -y -qq videostream
  leftovers | tee "$work/leftovers"
  [[ ! -s $work/leftovers ]]
  ! in_root getent passwd videostream
}
