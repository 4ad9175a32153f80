#!/usr/bin/env bash
# Checks a running service, as programs and browsers use it: health, page, API, snapshot, MJPEG, WebSocket. Prints what it checked, and a
# last line with the sum. Fails if a check fails.
#   scripts/smoke.sh URL [CURL OPTION]...
#   scripts/smoke.sh http://localhost:8000
#   scripts/smoke.sh https://camera.example.org --cacert ca.pem
# The options are passed to each curl. Needs curl; with the .NET SDK, and the sources around this script, the project's own client watches
# as well. It takes two places for viewers, and less than half a minute.
set -euo pipefail

(($#)) || { echo "smoke: name the service, as in scripts/smoke.sh http://localhost:8000" >&2; exit 2; }
[[ $1 =~ ^https?://[^/]+ ]] || { echo "smoke: '$1' is no address such as http://localhost:8000" >&2; exit 2; }
url=${1%/}
options=("${@:2}")
command -v curl >/dev/null || { echo "smoke: curl is missing" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

pass() { passed=$((passed + 1)) && echo "ok    $1"; }
fail() { failed=$((failed + 1)) && echo "FAIL  $1"; }
skip() { skipped=$((skipped + 1)) && echo "skip  $1"; }

# Gets a path into $work/body and $work/head, and its status into $status; 000 without an answer.
get() {
  : >"$work/body"
  : >"$work/head"
  status=$(curl --silent --max-time 10 --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' \
    ${options[@]+"${options[@]}"} "${@:2}" "$url$1" 2>"$work/error") || true
}
body() { head -c 300 "$work/body" | tr -d '\0' | tr '\n' ' '; }
has_header() { grep -qi "^$1" "$work/head"; }

answers() {
  get "$1"
  if [[ $status == 200 ]]; then pass "$1: $2"; else fail "$1: status $status $(body)"; fi
}

check_health() {
  answers /healthz/live "the service lives"
  # Names each camera with a fault, and why.
  answers /healthz/ready "no camera has a fault"
}

check_page() {
  get /
  if [[ $status != 200 ]]; then
    fail "/: status $status"
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
  get "$1" --http1.1 --no-buffer --max-time 3 --header 'Connection: Upgrade' --header 'Upgrade: websocket' \
    --header 'Sec-WebSocket-Version: 13' --header 'Sec-WebSocket-Key: c21va2Uuc2ggMTIzNDU2Nw==' "${@:2}"
}

check_socket() {
  upgrade /ws/video_feed
  local count
  count=$(frames "$work/body")
  if [[ $status != 101 ]]; then
    fail "/ws/video_feed: status $status instead of 101 $(body)"
  elif ((count < 2)); then
    fail "/ws/video_feed: $count frames in 3 s"
  else
    pass "/ws/video_feed: $count frames in 3 s"
  fi
  upgrade /ws/video_feed --header 'Origin: https://smoke.invalid'
  case $status in
    403) pass "/ws/video_feed: a page of another site is refused" ;;
    101) fail "/ws/video_feed: a page of any site may watch; AllowedOrigins has '*', or a proxy changes the Origin header" ;;
    *) fail "/ws/video_feed of another site: status $status instead of 403 $(body)" ;;
  esac
}

check_client() {
  local root client
  root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
  client=$root/bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll
  if [[ $url != http://* ]] || ((${#options[@]})); then
    skip "the project's own client: it speaks http only, and takes no options of curl"
    return
  fi
  if [[ ! -f $client ]]; then
    if [[ ! -d $root/bench/VideoStream.Load ]] || ! command -v dotnet >/dev/null; then
      skip "the project's own client: no sources, or no .NET SDK"
      return
    fi
    (cd "$root" && dotnet build bench/VideoStream.Load --configuration Release --nologo --verbosity quiet >&2)
  fi
  if dotnet "$client" --url "$url" --ack --v1 --seconds 3 --warmup 1 >"$work/client" 2>&1; then
    pass "the project's own client: $(sed -n 's/   */: /; /^frames: \|^age /p' "$work/client" | paste -sd ';' | sed 's/;/; /')"
  else
    fail "the project's own client: $(tail -n 3 "$work/client" | tr '\n' ' ')"
  fi
}

get /healthz/live
if [[ $status == 000 ]]; then
  curl --silent --show-error --max-time 10 --output /dev/null ${options[@]+"${options[@]}"} "$url" 2>"$work/error" || true
  fail "$url does not answer: $(<"$work/error")"
else
  check_health
  check_page
  check_api
  check_snapshot
  check_mjpeg
  check_socket
  check_client
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
