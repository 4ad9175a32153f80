# A row of the table of scripts/link-test.sh for a link that becomes slow at DOWN and fast again at UP (Unix time in seconds).
# Bounds: after DOWN the age must be below 300 ms within RECENT seconds, and stay there until UP. After UP size and quality must be those
# of most frames before DOWN within WHOLE seconds, and stay so for two seconds. A second without a frame counts as a frame that is too old.
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
