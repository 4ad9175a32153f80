# shellcheck shell=bash
# Part of scripts/test-packaging.sh: the image.

image=videostream-packaging-test

check_image() {
  if [[ -n ${VIDEOSTREAM_IMAGE_CHECK:-} ]]; then
    images=$(realpath -- "$VIDEOSTREAM_IMAGE_CHECK")
  elif docker info >/dev/null 2>&1; then
    images=docker
  else
    skip "the image: there is no docker"
    return
  fi
  check "the image is built" "$images" build -t "$image" --build-arg VERSION=1.2.3 .
  $ok || return 0
  check "the image runs with a read-only root file system and without capabilities" \
    run_image 8000 --cap-drop ALL --security-opt no-new-privileges
  $ok || return 0
  check "the image shows a picture" fetch_picture "http://127.0.0.1:$image_port"
  check "the image does not run as root, and cannot write" is_restricted
  check "the image has all libraries" image_has_libraries
  check "the image has its version and the list of its packages" image_has_version
  check "the image's health check passes" image_is_healthy
  check "the image stops when it is asked to" end_image
  check "the health check follows the port of a variable" follows_port -e ASPNETCORE_HTTP_PORTS=9100 --
  check "the health check follows the port of the command line" follows_port -- --urls http://0.0.0.0:9100
  check "the health check fails where the service does not answer" notices_silence
}

image_port=$((20000 + RANDOM % 10000))

# run_image PORT [OPTION]... [-- ARGUMENT]...: runs it until it answers.
run_image() {
  local port=$1 options=()
  shift
  while (($#)) && [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  [[ ${1:-} != -- ]] || shift
  "$images" run --rm --read-only --name "$image" -p "127.0.0.1:$image_port:$port" ${options[@]+"${options[@]}"} \
    "$image" "$plain_log" --source test "$@" >"$work/image.log" 2>&1 </dev/null &
  echo $! >"$work/image.pid"
  for ((i = 0; i < 300; i++)); do
    if curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$image_port/healthz/live"; then return; fi
    is_alive "$(<"$work/image.pid")" || break
    sleep 0.1
  done
  cat "$work/image.log"
  return 1
}

is_restricted() {
  [[ $("$images" exec "$image" id -u) != 0 ]]
  for folder in /app /tmp; do
    if "$images" exec "$image" touch "$folder/written"; then return 1; fi
  done
}

image_has_libraries() {
  if "$images" exec "$image" sh -c 'find /app -name "*.so" -exec ldd {} + 2>/dev/null | grep "not found"'; then return 1; fi
  "$images" exec "$image" ffmpeg -version
}

image_has_version() {
  "$images" exec "$image" dotnet VideoStream.dll --version | grep '^1\.2\.3'
  "$images" exec "$image" grep -q OpenCvSharp4 /app/sbom.cdx.json
}

# The same command as the image's HEALTHCHECK, which Docker runs by itself.
image_is_healthy() {
  if [[ $images == docker ]]; then
    for ((i = 0; i < 60; i++)); do
      [[ $(docker inspect --format '{{.State.Health.Status}}' "$image") != healthy ]] || return 0
      sleep 1
    done
    docker inspect --format '{{json .State.Health}}' "$image"
    return 1
  fi
  "$images" health --wait 30 "$image"
}

end_image() {
  "$images" stop "$image"
  wait_for_image
  grep -q 'Application is shutting down' "$work/image.log"
}

wait_for_image() {
  for ((i = 0; i < 150; i++)); do
    is_alive "$(<"$work/image.pid")" || { rm "$work/image.pid"; return 0; }
    sleep 0.1
  done
  return 1
}

follows_port() {
  local options=()
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  run_image 9100 ${options[@]+"${options[@]}"} "$@"
  image_is_healthy
  "$images" stop "$image"
  wait_for_image
}

# A service that listens on no address of its own: its Unix socket is nothing that the check can ask.
notices_silence() {
  "$images" run --rm --read-only --name "$image" --tmpfs /tmp "$image" "$plain_log" --source test --urls http://unix:/tmp/socket \
    >"$work/image.log" 2>&1 </dev/null &
  echo $! >"$work/image.pid"
  for ((i = 0; i < 100; i++)); do
    if grep -q 'Now listening' "$work/image.log"; then break; fi
    sleep 0.1
  done
  local status=0
  "$images" exec "$image" container-health || status=$?
  "$images" stop "$image"
  wait_for_image
  ((status == 1))
}

stop_image() {
  [[ -s $work/image.pid ]] || return 0
  "$images" stop "$image" >/dev/null 2>&1 || true
}
