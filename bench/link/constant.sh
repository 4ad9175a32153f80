# Sourced by scripts/link-test.sh. Rows of constant links.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

# Link, and bounds for acknowledging viewers and then for all others: lowest frames/s, highest p95 of the age in ms, and what must be full.
# The link with losses has no bounds: with 1 % losses and 150 ms, cubic carries about 1 Mbit/s of the 50, and a retransmitted packet is
# 300 ms old.
while read -r link ack_rate ack_age ack_full plain_rate plain_age plain_full; do
  wanted "$link" || continue
  shape "$link"
  watch "$link-ack" "$far" "$host" "$seconds"
  steady "$link-ack" "$link" acking "$ack_rate" "$ack_age" "$ack_full"
  for kind in plain ack10; do
    watch "$link-$kind" "$far" "$host" "$seconds"
    steady "$link-$kind" "$link" "$kind" "$plain_rate" "$plain_age" "$plain_full"
  done
done <<'LINKS'
100mbit 30 40 all 30 40 all
20mbit 30 120 size 30 200 -
5mbit 15 200 - 12 250 -
2mbit 12 250 - 8 350 -
500kbit 4 600 - 2 900 -
50mbit-150ms 30 260 all 30 - -
50mbit-150ms-1% - - - - - -
LINKS

for kind in ack plain; do
  wanted stopped || continue
  shape 20mbit
  watch "stopped-$kind" "$far" "$host" 10 --stop-after 5 --stop-for 5
  report stopped "stopped-$kind" "20mbit, nothing read for 5 s" "$kind"
done

# Ten viewers on loopback, alone and together with ten on a slow link. Bounds: rate at most 3 % lower, age at most 10 ms higher.
for kind in ack plain; do
  wanted shared || continue
  shape 2mbit
  watch "alone-$kind" "$near" 127.0.0.1 "$seconds" --viewers 10
  steady "alone-$kind" "loopback, alone" "10 $kind" 30 40 all
  read -r rate age <"$work/result"
  watch "far-$kind" "$far" "$host" "$seconds" --viewers 10 &
  slow=$!
  watch "beside-$kind" "$near" 127.0.0.1 "$seconds" --viewers 10
  wait "$slow"
  steady "beside-$kind" "loopback, beside ten on 2mbit" "10 $kind" "$rate" "$(awk "BEGIN { print $age + 10 }")" all
  steady "far-$kind" "2mbit, shared by ten" "10 $kind" - - -
done
