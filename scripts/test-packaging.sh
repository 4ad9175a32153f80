#!/usr/bin/env bash
# Checks what is released, as far as this machine allows: the published build, the systemd unit, the Debian package and install.sh in a
# clean Debian, and the image. The last line is the summary. Fails if a check fails, or if none ran.
#   sudo scripts/test-packaging.sh [--only build|unit|deb|systemd|install|image]...
# A clean Debian needs root, debootstrap and Debian's packages. The image needs docker, or a program with the commands build, run, exec,
# health and stop, which VIDEOSTREAM_IMAGE_CHECK names. What the machine lacks is counted as skipped.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
only=()
while (($#)); do
  [[ $1 == --only && ${2:-} =~ ^(build|unit|deb|systemd|install|image)$ ]] || { echo "test-packaging: unknown option $*" >&2; exit 2; }
  only+=("$2")
  shift 2
done
wanted() { ((${#only[@]} == 0)) || [[ " ${only[*]} " == *" $1 "* ]]; }

passed=0 failed=0 skipped=0
work=$(mktemp -d /var/tmp/videostream-packaging-XXXXXX)
published=$work/published root=$work/root

# Runs a command or function, which ends at its first command that fails. Shows what it printed if it fails. Sets $ok. Never in a
# condition: there bash would go on after a failure.
ok=true
check() {
  set +e
  (
    set -e
    "${@:2}"
  ) >"$work/log" 2>&1 </dev/null
  local status=$?
  set -e
  if ((status == 0)); then
    ok=true passed=$((passed + 1))
    echo "ok    $1"
  else
    ok=false failed=$((failed + 1))
    echo "FAIL  $1"
    tail -n 40 "$work/log" | sed 's/^/      /'
  fi
}

skip() {
  skipped=$((skipped + 1))
  echo "skip  $1"
}

cleanup() {
  stop_service || true
  stop_root || true
  stop_image || true
  rm -rf --one-file-system -- "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

for part in service build unit root deb systemd install image; do
  # shellcheck disable=SC1090
  source "scripts/packaging/$part.sh"
done

installs() { wanted deb || wanted systemd || wanted install; }
if wanted build || wanted unit || installs; then check_build; fi
if wanted unit && [[ -e $published/VERSION ]]; then check_unit; fi
if installs; then
  if [[ ! -e $published/VERSION ]]; then
    skip "installation: there is no build"
  elif ! problem=$(root_problem); then
    skip "installation in a clean Debian: $problem"
  else
    check "a clean Debian is made" make_root
    if $ok; then check_installation; fi
  fi
fi
if wanted image; then check_image; fi

((passed + failed)) || echo "test-packaging: no check ran" >&2
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))
