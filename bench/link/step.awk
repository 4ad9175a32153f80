# A row of the table of scripts/link-test.sh for a link that got slow at DOWN and fast again at UP (Unix time in seconds). Pictures must be under 300 ms old
# again within RECENT seconds, and full again, as they mostly were before, within WHOLE; "again" is from the first picture after which that stays so:
# for all of the slow time, and for two seconds. A second without a picture counts as an old one.
NF != 8 { next }
{ what = $6 "x" $7 " " $8 }
$1 < down {
  if (++states[what] > states[before]) before = what
  previous = $1
  next
}
$1 < up {
  if ($4 >= 300 || $1 - previous > 1) again = 0
  if ($4 < 300 && !again) again = $1
  previous = $1
  next
}
{
  if (what != before) { if (!full || $1 - full < 2) full = 0 }
  else if (!full) full = $1
  end = $1
}
END {
  if (up - previous > 1) again = 0
  if (end - full < 2) full = 0
  met = before ~ /^1280x720 / && again && again - down <= recent && full && full - up <= whole
  printf "| %s | %s | | %s | %s | | | | %s |\n", link, kind,
    again ? sprintf("under 300 after %.1f s", again - down) : "never under 300",
    full ? sprintf("%s after %.1f s", before, full - up) : "never " before, met ? "met" : "**missed**"
  exit !met
}
