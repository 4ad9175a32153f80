#!/usr/bin/env bash
# Runs all tests, or with --quick those of single types, without those that take many seconds ([Slow] in the code). The last line is the
# summary. Fails if a test fails, or if none ran. VIDEOSTREAM_TEST_FILM=FILE adds a video file of your own to the tests. Without Node 20
# or later the tests of the JavaScript modules count as one that is skipped.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
command -v dotnet >/dev/null || { echo "test: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

# Debian's servers are not in every user's PATH.
export PATH="$PATH:/usr/sbin"
what=(--solution VideoStream.sln)
deps=(--browser) js=()
if [[ ${1:-} == --quick ]]; then
  what=(--project tests/VideoStream.Tests --filter-not-trait speed=slow)
  deps=() js=(--quick)
fi

scripts/native-deps.sh ${deps[@]+"${deps[@]}"}
[[ ${1:-} == --quick ]] || scripts/native-deps.sh --nats
has_node() { node --version 2>/dev/null | grep -qE '^v(2[0-9]|[3-9][0-9])\.' && command -v npm >/dev/null; }
# A browser test shows the page with JMuxer of docs/h264.md. It is skipped where that can't be installed.
! has_node || scripts/js-test.sh --install || true
log=$(mktemp) js_log=$(mktemp)
trap 'rm -f "$log" "$js_log"' EXIT
status=0
# One project at a time. In parallel they would compete for the cores, and the browser tests would time out.
dotnet test "${what[@]}" --configuration Release --max-parallel-test-modules 1 --no-ansi 2>&1 | tee "$log" || status=$?

count() { sed -n "s/^ *$1: *\([0-9]*\) *\$/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
if ((${passed:-0} + ${failed:-0} == 0)); then
  echo "test: no test ran" >&2
  status=1
fi

if has_node; then
  scripts/js-test.sh ${js[@]+"${js[@]}"} 2>&1 | tee "$js_log" || status=$?
  read -r js_passed _ js_failed _ js_skipped _ <<<"$(tail -n 1 "$js_log")"
else
  echo "test: Node 20 or later, or npm, is missing: the JavaScript modules are not tested"
  js_passed=0 js_failed=0 js_skipped=1
fi
if ((${failed:-0} > 0)); then
  echo "Failed tests, from the output above:"
  grep -A 16 '^failed ' "$log" || true
fi
echo "$((passed + js_passed)) passed, $((failed + js_failed)) failed, $((skipped + js_skipped)) skipped"
exit "$status"
