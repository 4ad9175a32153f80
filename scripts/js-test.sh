#!/usr/bin/env bash
# Tests the JavaScript modules of wwwroot/js, and without --quick also what takes other programs: the types and the package of the client,
# and the examples in docs/client.md. Installs what the tests need into tests/js/node_modules. The last line is the summary. Fails if a
# test fails, or if none ran. --install only installs.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../tests/js"
if ! node --version 2>/dev/null | grep -qE '^v(2[0-9]|[3-9][0-9])\.'; then
  echo "js-test: Node 20 or later is missing: https://nodejs.org" >&2
  exit 1
fi

# npm writes this file when it is done.
installed=node_modules/.package-lock.json
if [[ ! -f $installed || package-lock.json -nt $installed ]]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
[[ ${1:-} != --install ]] || exit 0

tests=(client/*.test.js page/*.test.js)
[[ ${1:-} == --quick ]] || tests+=(programs/*.test.js)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$log" \
  --test-timeout=180000 "${tests[@]}" || status=$?

count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$log" | tail -n 1 | grep . || echo 0; }
# A test that did not end in time is cancelled.
passed=$(count pass) failed=$(($(count fail) + $(count cancelled))) skipped=$(count skipped)
if ((passed + failed == 0)); then
  echo "js-test: no test ran" >&2
  status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
