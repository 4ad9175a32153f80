#!/bin/sh
# The image's health check. Asks the service at the port where it listens, whatever set that: variables, arguments or a file.
# The kernel knows the port: of the service's open files it takes the sockets that listen.
set -eu

service=''
for process in /proc/[0-9]*; do
  if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q '^dotnet VideoStream\.dll\b'; then
    service=$process
    break
  fi
done
[ -n "$service" ] || { echo "no process of the service"; exit 1; }
sockets=$(ls -l "$service/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p' | tr '\n' ' ')

# Addresses as the kernel writes them, 0100007F:1F40 for 127.0.0.1:8000, of listening (0A) sockets that are the service's.
listening=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v sockets="$sockets" '
  BEGIN { split(sockets, list, " "); for (i in list) ours[list[i]] = 1 }
  $4 == "0A" && ($10 in ours) { print $2 }')

answers() { curl --silent --fail --insecure --max-time 2 --output /dev/null "$1/healthz/live"; }
for address in $listening; do
  port=$(printf '%d' "0x${address##*:}")
  case ${address%:*} in
    00000000 | 0100007F | 00000000000000000000000000000000) host=127.0.0.1 ;;
    00000000000000000000000001000000) host='[::1]' ;;
    ????????) host=$(printf '%d.%d.%d.%d' $(echo "$address" | sed 's/\(..\)\(..\)\(..\)\(..\):.*/0x\4 0x\3 0x\2 0x\1/')) ;;
    *) continue ;;
  esac
  if answers "http://$host:$port" || answers "https://$host:$port"; then exit 0; fi
done
echo "the service does not answer at: ${listening:-no port}"
exit 1
