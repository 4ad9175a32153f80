# A row of the table of scripts/link-test.sh for a constant link. Reads LASTING seconds of a trace of VideoStream.Load, FROM seconds after
# its first frame. Bounds: RATE is the lowest number of frames a second of each viewer, P95 the highest 95th percentile of the age in
# milliseconds, - means none. FULL is "size" if most frames must be 1280x720, and "all" if they must have quality 80 too. A single viewer
# may see one change of size or quality in five seconds, unless CHANGING is set. LEAST is the lowest number of kB/s. Writes rate and p95
# to RESULT. P50 is the highest median of the age, WIDTH the least width of most frames.
NF != 8 { next }
!begin { begin = $1 + from }
$1 < begin || $1 >= begin + lasting { next }
{
  ages[++n] = $4
  viewers[$2]; bytes += $5; quality += $8; size = $6 "x" $7; sizes[size]++
  if ($2 in last && last[$2] != size " " $8) changes++
  last[$2] = size " " $8
}
END {
  if (n == 0) {
    printf "| %s | %s | no frame | | | | | | **missed** |\n", link, kind
    exit 1
  }
  order = "sort -n >" result
  for (i in ages) print ages[i] | order
  close(order)
  for (i = 1; (getline age < result) > 0; i++) sorted[i] = age
  close(result)
  for (size in sizes) if (sizes[size] > sizes[most]) most = size

  fps = n / lasting / length(viewers)
  a95 = sorted[int((n - 1) * 0.95) + 1]
  print fps, a95 >result
  asked = rate != "-" || p95 != "-"
  met = (rate == "-" || fps >= rate * 0.97) && (p95 == "-" || a95 <= p95)
  if (full != "-") met = met && most == "1280x720" && (full == "size" || quality / n > 79)
  if (p50 != "") met = met && sorted[int((n - 1) / 2) + 1] <= p50
  if (width != "") met = met && most + 0 >= width
  if (least != "") met = met && bytes / 1000 / lasting >= least
  if (length(viewers) == 1 && changing == "") met = met && changes <= lasting / 5
  printf "| %s | %s | %.1f | %.0f / %.0f / %.0f | %.0f | %s | %.1f | %d | %s |\n", link, kind, fps,
    sorted[int((n - 1) / 2) + 1], a95, sorted[n], quality / n, most, bytes / n / 1000, changes,
    !asked ? "" : met ? "met" : "**missed**"
  exit asked && !met
}
