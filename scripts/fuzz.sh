#!/usr/bin/env bash
# Fuzzes a parser: builds bench/VideoStream.Fuzz, instruments the service with SharpFuzz, and lets afl-fuzz run.
#   scripts/fuzz.sh TARGET MINUTES [DIRECTORY]
# TARGET is one of message query headers multipart jpeg decoder video metadata. DIRECTORY keeps what afl-fuzz found; without it, it is
# removed unless there was a crash. The last line has the executions, crashes and hangs. Needs the .NET 10 SDK and afl++. The exit code is
# 1 if there was a crash or a hang. To see one: dotnet artifacts/fuzz/VideoStream.Fuzz.dll TARGET <FILE
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
if (($# < 2)) || [[ ! -d bench/VideoStream.Fuzz/corpus/$1 || ! $2 =~ ^[0-9]+$ ]]; then
  echo "usage: scripts/fuzz.sh TARGET MINUTES [DIRECTORY]; TARGET is one of $(ls bench/VideoStream.Fuzz/corpus | tr '\n' ' ')" >&2
  exit 2
fi
for needed in dotnet afl-fuzz; do
  command -v "$needed" >/dev/null || { echo "fuzz: $needed is missing; apt-get install afl++ has afl-fuzz" >&2; exit 2; }
done
target=$1 seconds=$(($2 * 60)) found=${3:-$(mktemp -d)}

# A lock, because two builds at once would write the same files.
mkdir -p artifacts
(
  flock 9
  program=artifacts/fuzz/VideoStream.Fuzz.dll
  if [[ ! -f $program || -n $(find src bench/VideoStream.Fuzz -name '*.cs' -newer "$program" -print -quit) ]]; then
    rm -rf artifacts/fuzz
    dotnet tool restore >/dev/null
    dotnet publish bench/VideoStream.Fuzz --configuration Release --verbosity quiet --output artifacts/fuzz >/dev/null
    dotnet tool run sharpfuzz artifacts/fuzz/VideoStream.dll
    touch "$program"
  fi
) 9>artifacts/fuzz.lock

# The program is managed code, which afl-fuzz does not know, and reserves more memory than it uses. The targets bound what they allocate.
status=0
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
  afl-fuzz -V "$seconds" -t 5000 -m none -i "bench/VideoStream.Fuzz/corpus/$target" -o "$found" \
  -- dotnet artifacts/fuzz/VideoStream.Fuzz.dll "$target" >"$found.log" 2>&1 || status=$?
stats=$found/default/fuzzer_stats
if [[ ! -f $stats ]]; then
  tail -n 20 "$found.log" >&2
  echo "fuzz: afl-fuzz did not start" >&2
  exit 1
fi

value() { sed -n "s/^$1 *: *//p" "$stats"; }
executions=$(value execs_done) crashes=$(value saved_crashes) hangs=$(value saved_hangs)
echo "$target: $executions executions in $(value run_time) s, $(value corpus_count) inputs, $(value edges_found) edges," \
  "$crashes crashes, $hangs hangs"
if ((crashes + hangs > 0)); then
  echo "fuzz: see $found/default/crashes and $found/default/hangs" >&2
  exit 1
fi
if (($# < 3)); then
  rm -rf "$found" "$found.log"
fi
exit "$status"
