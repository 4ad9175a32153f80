#!/usr/bin/env bash
# Checks a running service, as programs and browsers use it: health, page, API, snapshot, MJPEG, WebSocket, keys. Prints what it checked,
# and a last line with the sum. Fails if a check fails.
#   scripts/smoke.sh URL [--key-file FILE] [CURL OPTION]...
#   scripts/smoke.sh http://localhost:8000
#   scripts/smoke.sh https://camera.lan:8443 --cacert server.crt
#   VIDEOSTREAM_KEY=… scripts/smoke.sh https://camera.example.org/cam/
# A service with keys needs one with the scope view: in a file, or in the environment, because arguments are in the process list. The other
# options are passed to each curl. Needs curl; with the .NET SDK, and the sources around this script, the project's own client watches as
# well. It takes two places for viewers, and less than half a minute.
set -euo pipefail

usage() {
  echo "smoke: $1" >&2
  exit 2
}
if [[ ${1:-} == --help || ${1:-} == -h ]]; then
  # The comment above.
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit
fi
(($#)) || usage "name the service, as in scripts/smoke.sh http://localhost:8000"
[[ $1 =~ ^https?://[^/]+ ]] || usage "'$1' is no address such as http://localhost:8000"
url=${1%/}
shift
key=${VIDEOSTREAM_KEY:-}
unset VIDEOSTREAM_KEY
options=() ca_file="" own_client=true
while (($#)); do
  case $1 in
    --key-file)
      [[ -r ${2:-} ]] || usage "--key-file names no file that can be read"
      key=$(<"$2")
      shift 2
      ;;
    --cacert)
      [[ -r ${2:-} ]] || usage "--cacert names no file that can be read"
      ca_file=$2
      options+=(--cacert "$2")
      shift 2
      ;;
    # The project's own client knows no others.
    *)
      options+=("$1")
      own_client=false
      shift
      ;;
  esac
done
[[ $key != *[[:space:]\"\\]* ]] || usage "the key has characters that no key has"
command -v curl >/dev/null || usage "curl is missing"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Read by curl in place of an argument.
: >"$work/with-key"
if [[ $key ]]; then printf 'header = "Authorization: Bearer %s"\n' "$key" >"$work/with-key"; fi
: >"$work/without-key"
passed=0 failed=0 skipped=0

pass() { passed=$((passed + 1)) && echo "ok    $1"; }
fail() { failed=$((failed + 1)) && echo "FAIL  $1"; }
skip() { skipped=$((skipped + 1)) && echo "skip  $1"; }

# Gets a path into $work/body and $work/head, and its status into $status; 000 without an answer.
get() { get_as with-key "$@"; }
get_as() {
  : >"$work/body"
  : >"$work/head"
  status=$(curl --silent --max-time 10 --config "$work/$1" --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' \
    ${options[@]+"${options[@]}"} "${@:3}" "$url$2" 2>"$work/error") || true
}
body() { head -c 300 "$work/body" | tr -d '\0' | tr '\n' ' '; }
has_header() { grep -qi "^$1" "$work/head"; }

answers() {
  get "$1"
  if [[ $status == 200 ]]; then
    pass "$1: $2"
  elif [[ $status == 403 && $key ]] && grep -q 'does not have the scope' "$work/body"; then
    skip "$1: the key does not have its scope"
  else
    fail "$1: status $status $(body)"
  fi
}

check_health() {
  answers /healthz/live "the service lives"
  # Names each camera with a fault, and why.
  answers /healthz/ready "no camera has a fault"
}

check_page() {
  get /
  if [[ $status != 200 ]]; then
    fail "/: status $status $(body)"
  elif ! grep -qi '<!doctype html' "$work/body"; then
    fail "/: no page"
  elif ! has_header 'content-security-policy: .*frame-ancestors'; then
    fail "/: no Content-Security-Policy; something between here and the service removes it"
  else
    pass "/: the page, with its Content-Security-Policy"
  fi
}

check_api() {
  get /api/v1/cameras
  if [[ $status == 200 ]] && grep -q '"state"' "$work/body"; then
    pass "/api/v1/cameras: $(grep -o '"\(name\|state\)": *"[^"]*"' "$work/body" | cut -d '"' -f 4 | paste -sd ' ')"
  else
    fail "/api/v1/cameras: status $status $(body)"
  fi
  answers /api/v1/status "cameras and viewers"
  answers /openapi/v1.json "the description of the API"
  answers /metrics "the metrics"
}

check_snapshot() {
  get /snapshot.jpg
  local begin end
  begin=$(head -c 2 "$work/body" | od -An -tx1 | tr -d ' ') end=$(tail -c 2 "$work/body" | od -An -tx1 | tr -d ' ')
  if [[ $status != 200 ]]; then
    fail "/snapshot.jpg: status $status $(body)"
  elif [[ $begin != ffd8 || $end != ffd9 ]]; then
    fail "/snapshot.jpg: no whole JPEG"
  else
    pass "/snapshot.jpg: a JPEG of $(wc -c <"$work/body") bytes"
  fi
}

# Frames that arrived in three seconds. Each has its number and its time in a comment.
frames() { { grep -ao 'seq=[0-9]*&captured_us=[0-9]*' "$1" || true; } | wc -l; }

check_mjpeg() {
  get /video_feed --no-buffer --max-time 3
  local count
  count=$(frames "$work/body")
  if [[ $status == 200 ]] && ((count > 1)); then
    pass "/video_feed: $count frames in 3 s"
  else
    fail "/video_feed: status $status, $count frames in 3 s $([[ $status == 200 ]] || body)"
  fi
}

# The handshake of RFC 6455. Frames of a server are not masked, so the JPEGs' comments can be read in what arrives.
upgrade() {
  get_as "$1" /ws/video_feed --http1.1 --no-buffer --max-time 3 --header 'Connection: Upgrade' --header 'Upgrade: websocket' \
    --header 'Sec-WebSocket-Version: 13' --header 'Sec-WebSocket-Key: c21va2Uuc2ggMTIzNDU2Nw==' "${@:2}"
}

check_socket() {
  upgrade with-key
  local count
  count=$(frames "$work/body")
  if [[ $status != 101 ]]; then
    fail "/ws/video_feed: status $status instead of 101 $(body)"
  elif ((count < 2)); then
    fail "/ws/video_feed: $count frames in 3 s"
  else
    pass "/ws/video_feed: $count frames in 3 s"
  fi
  upgrade with-key --header 'Origin: https://smoke.invalid'
  case $status in
    403) pass "/ws/video_feed: a page of another site is refused" ;;
    101) fail "/ws/video_feed: a page of any site may watch; AllowedOrigins has '*', or a proxy changes the Origin header" ;;
    *) fail "/ws/video_feed of another site: status $status instead of 403 $(body)" ;;
  esac
}

check_host() {
  get /healthz/live --http1.1 --header 'Host: smoke.invalid'
  case $status in
    200) skip "another host name is answered: AllowedHosts has '*', or a proxy passes on requests for any name" ;;
    *) pass "another host name is refused: status $status" ;;
  esac
}

is_refused() {
  if [[ $status == 401 ]]; then pass "$1 without the key: refused"; else fail "$1 without the key: status $status instead of 401"; fi
}

check_keys() {
  if [[ ! $key ]]; then
    skip "keys: everybody who reaches this address can watch; no key was given here, and none is needed"
    return
  fi
  for path in /snapshot.jpg /video_feed /api/v1/cameras; do
    get_as without-key "$path" --max-time 3
    is_refused "$path"
  done
  upgrade without-key
  is_refused /ws/video_feed
  check_login
}

# As the page does it: the key once, then a cookie.
check_login() {
  printf '%s' "$key" >"$work/key"
  get_as without-key /login --data-urlencode "key@$work/key" --cookie-jar "$work/cookies"
  if [[ $status != 204 ]]; then
    fail "/login: status $status instead of 204 $(body)"
    return
  fi
  if [[ $url == https://* ]] && ! has_header 'set-cookie: .*; *secure'; then
    fail "/login: the cookie is sent without TLS too; a proxy in between has to send X-Forwarded-Proto"
    return
  fi
  get_as without-key /snapshot.jpg --cookie "$work/cookies"
  local before=$status
  get_as without-key /logout --data '' --cookie "$work/cookies"
  get_as without-key /snapshot.jpg --cookie "$work/cookies"
  if [[ $before == 200 && $status == 401 ]]; then
    pass "/login: the key gives a cookie that shows the camera until /logout"
  else
    fail "/login: status $before with the cookie and $status after /logout, instead of 200 and 401"
  fi
}

check_client() {
  local root client arguments
  root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
  client=$root/bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
  if ! $own_client; then
    skip "the project's own client: of curl's options it knows --cacert alone"
    return
  fi
  if [[ ! -d $root/bench/VideoStream.Load ]] || ! command -v dotnet >/dev/null; then
    skip "the project's own client: no sources, or no .NET SDK"
    return
  fi
  # A client of older sources may not know what is asked of it.
  if ! (cd "$root" && dotnet build bench/VideoStream.Load --configuration Release --nologo --verbosity quiet) >"$work/build" 2>&1; then
    fail "the project's own client can't be built: $(tail -n 3 "$work/build" | tr '\n' ' ')"
    return
  fi
  arguments=(--url "$url/ws/video_feed" --ack --v1 --seconds 3 --warmup 1)
  if [[ $ca_file ]]; then arguments+=(--cacert "$ca_file"); fi
  if VIDEOSTREAM_KEY=$key dotnet "$client" "${arguments[@]}" >"$work/client" 2>&1; then
    pass "the project's own client: $(sed -n 's/   */: /; /^frames: \|^age /p' "$work/client" | paste -sd ';' | sed 's/;/; /')"
  else
    # The viewers that were refused and why, or else what it said last.
    fail "the project's own client: $({ grep -E 'refused|^  ' "$work/client" || tail -n 3 "$work/client"; } | tr -s ' \n' ' ')"
  fi
}

get /snapshot.jpg
if [[ $status == 000 ]]; then
  curl --silent --show-error --max-time 10 --output /dev/null ${options[@]+"${options[@]}"} "$url" 2>"$work/error" || true
  hint=""
  if grep -qi 'certificate' "$work/error"; then hint="; --cacert FILE names a certificate of your own"; fi
  if [[ $url == http://* ]] && grep -qi 'empty reply' "$work/error"; then hint="; this port may be one for TLS: try https://"; fi
  fail "$url does not answer: $(head -n 1 "$work/error")$hint"
elif [[ $status == 401 && ! $key ]]; then
  fail "the service has keys: give one with the scope view in the environment, VIDEOSTREAM_KEY, or with --key-file"
elif [[ $status == 401 || $status == 429 ]]; then
  fail "the service does not let this key in: $(body)"
elif [[ $status == 403 && $key ]] && grep -q 'does not have the scope' "$work/body"; then
  fail "the key needs the scope view: $(body)"
else
  check_health
  check_page
  check_api
  check_snapshot
  check_mjpeg
  check_socket
  check_host
  check_keys
  check_client
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
