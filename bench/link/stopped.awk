# A row of the table of scripts/link-test.sh for a viewer that stops reading for a while. Bound: within 300 ms of its return it must get
# a frame that is younger than 300 ms. "Replayed" counts older frames that were captured before the return and arrive after it, because
# they waited in kernel buffers.
$3 == "resumed" { back = $1 }
NF != 8 || !back { next }
$4 < 300 && !fresh { fresh = $1 }
$4 >= 300 && $1 - $4 / 1000 < back { replayed++ }
{ n++; bytes += $5 }
END {
  met = fresh && fresh - back <= 0.3
  printf "| %s | %s | | %s, %d replayed | | | %.1f | | %s |\n", link, kind,
    fresh ? sprintf("fresh after %.0f ms", (fresh - back) * 1000) : back ? "never fresh" : "did not return",
    replayed, n ? bytes / n / 1000 : 0, met ? "met" : "**missed**"
  exit !met
}
