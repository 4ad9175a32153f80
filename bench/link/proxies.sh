# Sourced by scripts/link-test.sh. Rows of proxies with the configuration of docs/proxies.md, and clients that read 300 kB/s. Then nginx
# beside the service, with viewers who are far away: their acknowledgements alone show the link.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

# documented LANGUAGE: the first block of code in that language
documented() { awk -v fence="\`\`\`$1" '$0 == "```" { inside = 0 } inside; $0 == fence && !n++ { inside = 1 }' docs/proxies.md; }

# start_nginx [PARAMETER]: the parameter of listen, as documented, is left out
start_nginx() {
  { echo "pid $work/nginx.pid; events {} http { access_log off;"; documented nginx | sed "s/listen 80/listen 8200/; s/ ${1:-NONE}//"
    echo "}"; } >"$work/nginx.conf"
  ip netns exec "$near" nginx -p "$work" -e "$traces/nginx.log" -c "$work/nginx.conf" -g 'daemon off;' &
  proxy=$! port=8200
}

start_caddy() {
  { printf '{\n  admin off\n}\n'; documented caddy | sed 's/^example.org/http:\/\/:8300/'; } >"$work/Caddyfile"
  ip netns exec "$near" env XDG_DATA_HOME="$work" XDG_CONFIG_HOME="$work" caddy run --config "$work/Caddyfile" --adapter caddyfile \
    >"$traces/caddy.log" 2>&1 &
  proxy=$! port=8300
}

# set_sysctls: the kernel's settings that the page asks for, in the namespace; prints those that they replace
set_sysctls() {
  local name value
  while IFS=' =' read -r name value; do
    echo "$name = $(ip netns exec "$near" sysctl -n "$name")"
    ip netns exec "$near" sysctl -q -w "$name=$value"
  done
}

for name in nginx caddy; do
  wanted proxies || continue
  if ! command -v "$name" >/dev/null; then
    skip "$name" "$name is not installed"
    continue
  fi
  sysctls=''
  [[ $name != caddy ]] || sysctls=$(documented ini | grep -v '^#' | set_sysctls)
  "start_$name"
  pids+=("$proxy")
  reach 127.0.0.1 "$near" "$port"
  for protocol in ws mjpeg; do
    port=$port watch "$name-$protocol" "$near" 127.0.0.1 "$seconds" --protocol "$protocol" --mbit 2.4
    steady "$name-$protocol" "loopback, $name, $protocol, 300 kB/s" plain 3 2000 all
  done
  kill "$proxy"
  wait "$proxy" || true
  [[ -z $sysctls ]] || set_sysctls <<<"$sysctls" >/dev/null
  unset port
done

for link in 50mbit-150ms 5mbit-150ms; do
  wanted proxies || continue
  if ! command -v nginx >/dev/null; then
    skip "nginx, $link" "nginx is not installed"
    continue
  fi
  shape "$link"
  # For viewers who are far away, as documented.
  sysctls=$(documented ini | grep -v '^#' | set_sysctls)
  start_nginx sndbuf=32k
  pids+=("$proxy")
  reach "$host" "$far" "$port"
  port=$port watch "nginx-$link-ack" "$far" "$host" "$seconds"
  case $link in
    50*) steady "nginx-$link-ack" "nginx, then $link" acking 28 260 size ;;
    *) steady "nginx-$link-ack" "nginx, then $link" acking 15 400 - ;;
  esac
  kill "$proxy"
  wait "$proxy" || true
  set_sysctls <<<"$sysctls" >/dev/null
  unset port
done
