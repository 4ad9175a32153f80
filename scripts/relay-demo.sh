#!/usr/bin/env bash
# Shows a relay on this machine: a NATS server, a service that publishes the test pattern to it, and two services that relay it. Prints
# their addresses, and ends all of them with Ctrl-C. The first port, 8100 by default, can be given; the next three follow it. Arguments
# after it are passed to the service that publishes, as in: scripts/relay-demo.sh 8100 --source /dev/video0
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
command -v dotnet >/dev/null || { echo "relay-demo: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }
port=${1:-8100}
[[ $port =~ ^[0-9]+$ ]] || { echo "relay-demo: '$port' is no port" >&2; exit 1; }
shift || true
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
for at in "$port" "$((port + 1))" "$((port + 2))" "$((port + 3))"; do
  if listens "$at"; then echo "relay-demo: something listens on port $at; try scripts/relay-demo.sh PORT" >&2; exit 1; fi
done

# Debian's servers are not in every user's PATH.
PATH+=:/usr/sbin
"$root/scripts/native-deps.sh"
"$root/scripts/native-deps.sh" --nats
(cd "$root" && dotnet msbuild src/VideoStream -restore -property:Configuration=Release -nologo -verbosity:quiet >&2)
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"

pids=()
logs=$(mktemp -d)
end() {
  local code=$?
  trap - EXIT
  # A second Ctrl-C changes nothing: all end within seconds.
  trap '' INT TERM
  ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
  wait || true
  # Who has ended it does not look for a cause.
  ((code != 0)) || rm -rf "$logs"
}
trap end EXIT
trap 'exit 0' INT TERM

nats="nats://127.0.0.1:$((port + 3))"
nats-server --addr 127.0.0.1 --port "$((port + 3))" >"$logs/nats.log" 2>&1 &
pids+=($!)
service() {
  local name=$1 at=$2
  shift 2
  dotnet "$root/src/VideoStream/bin/Release/net10.0/VideoStream.dll" --contentRoot "$root" --urls "http://127.0.0.1:$at" "$@" \
    >"$logs/$name.log" 2>&1 &
  pids+=($!)
}
service origin "$port" --source test --VideoStream:Publish:Nats:Url "$nats" "$@"
service relay-1 "$((port + 1))" --source "$nats/main"
service relay-2 "$((port + 2))" --source "$nats/main"

for at in "$port" "$((port + 1))" "$((port + 2))"; do
  for _ in {1..100}; do
    if listens "$at"; then continue 2; fi
    sleep 0.1
  done
  echo "relay-demo: nothing listens on port $at; see $logs" >&2
  exit 1
done
cat <<TEXT
publishes     http://localhost:$port
relays        http://localhost:$((port + 1))
              http://localhost:$((port + 2))
NATS          $nats
logs          $logs
Ctrl-C ends all.
TEXT
# The first that ends, ends all.
wait -n "${pids[@]}" || true
echo "relay-demo: one of them has ended; see $logs" >&2
exit 1
