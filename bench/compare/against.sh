# compare.sh --against: two builds of the service in alternating turns. Sourced.

# publish SOURCE TO: builds the service of a source tree. Writes nothing into the tree.
publish() {
  [[ -d $1/src/VideoStream ]] || fail "$1 has no src/VideoStream"
  local options=(--configuration Release --nologo --verbosity quiet --artifacts-path "$2-build" --output "$2")
  (cd "$1" && dotnet publish src/VideoStream "${options[@]}") >&2 || fail "$1 does not build"
}

# prepare_builds: puts both builds into $work/old and $work/new, and sets $against_name
prepare_builds() {
  local commit
  echo "compare: building" >&2
  publish . "$work/new"
  if [[ -f $against/VideoStream.dll ]]; then
    against_name=$against
    ln -s "$(realpath "$against")" "$work/old"
  elif [[ -d $against ]]; then
    against_name="$against, commit $(git -C "$against" rev-parse --short HEAD 2>/dev/null || echo unknown)"
    publish "$against" "$work/old"
  else
    commit=$(git rev-parse --verify --quiet "$against^{commit}") || fail "$against is neither a folder nor a commit"
    against_name="commit $(git rev-parse --short "$commit")"
    mkdir "$work/tree"
    git archive "$commit" | tar -x -C "$work/tree"
    publish "$work/tree" "$work/old"
  fi
}

# measure_build NAME TURN: one process with 1, 20, 200 and 400 viewers of frames that are passed through, and then one of encoded frames and
# one of smaller ones; and one process with a viewer of an RTSP camera
measure_build() {
  local build=$1 reports=$work/runs/$2-$1 short=$(((warmup + 1) / 2))
  url=http://127.0.0.1:$port/ws/video_feed protocol=ws
  start_service "$work/${build/again/old}/VideoStream.dll" --source "$camera_url"
  await_frame "${url/#http/ws}"
  watch "$reports-1.json" 1 "$warmup" "$seconds"
  watch "$reports-20.json" 20 "$short" "$seconds"
  watch "$reports-200.json" 200 "$short" "$seconds"
  watch "$reports-400.json" 400 "$short" "$(((seconds + 1) / 2))"
  watch "$reports-encoded.json" 1 "$short" "$seconds" --query quality=81
  watch "$reports-resized.json" 1 "$short" "$seconds" --query 'resize=640x360&adaptive=false'
  stop_server
  start_service "$work/${build/again/old}/VideoStream.dll" --source "$rtsp_url"
  await_frame "${url/#http/ws}"
  watch "$reports-rtsp.json" 1 "$warmup" "$seconds"
  stop_server
}

compare_builds() {
  local turn build order=(old new again)
  prepare_builds
  write_facts
  start_rtsp_camera
  for ((turn = 1; turn <= turns; turn++)); do
    echo "compare: turn $turn of $turns" >&2
    for build in "${order[@]}"; do measure_build "$build" "$turn"; done
    # Another build is the first one in the next turn.
    order=("${order[@]:1}" "${order[0]}")
  done
  "$python" bench/compare/against_report.py ${keep:+--keep "$keep"} "$work"
}
