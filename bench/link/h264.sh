# Sourced by scripts/link-test.sh. Rows of H.264, with a camera of its own: FILM at twice its speed, as 1280x720 at 25 frames/s.
# shellcheck shell=bash disable=SC2154 # variables of link-test.sh

# start_scene: starts a service on port 8001 that shows the film
start_scene() {
  local scene=$work/scene.mp4
  if [[ -n $film ]]; then
    ffmpeg -nostdin -v error -i "$film" -t 40 -vf setpts=PTS/2,fps=25,scale=1280:720,format=yuv420p -an \
      -c:v libx264 -preset ultrafast -tune fastdecode -crf 10 "$scene"
  else
    echo "| the H.264 rows without --film show the generated film | | | | | | | | |"
    scene=$work/film.mp4
  fi
  ip netns exec "$near" dotnet "$service" --urls http://0.0.0.0:8001 --source "$scene" >"$traces/scene.log" 2>&1 &
  pids+=($!)
  reach 127.0.0.1 "$near" 8001
}

if wanted h264; then
  [[ -z $film || -f $film ]] || { echo "link-test: there is no file $film" >&2; exit 2; }
  start_scene
  # Link, and bounds: lowest frames/s, highest p50 and p95 of the age in ms, least width in pixels.
  while read -r link rate p50 p95 width; do
    shape "$link"
    for kind in ack plain; do
      port=8001 watch "h264-$link-$kind" "$far" "$host" "$seconds" --query codec=h264
      [[ $kind == ack ]] || p50=''
      steady "h264-$link-$kind" "$link, H.264" "$kind" "$rate" "$p95" - p50="$p50" width="$width" changing=1
    done
  done <<'LINKS'
1mbit 24 60 100 1280
500kbit 20 150 150 640
LINKS
  # From 20 to 2 Mbit/s in one step, and back after 10 s. The generated film needs more than 2 Mbit/s for the best rung, which a viewer
  # gets after some seconds on a lower one.
  if ! python=$(python_with websockets); then
    skip "20 to 2 Mbit/s and back, H.264" "no python3-websockets"
  else
    shape 20mbit
    ip netns exec "$far" "$python" bench/link/h264_client.py "ws://$host:8001/ws/video_feed?codec=h264" 38 "$work/step.h264" \
      >"$traces/h264-step" &
    change_rate "$!" 14
    report step h264-step "20 to 2 Mbit/s and back, H.264" ack down="$down" up="$up" recent=1 whole=8
    if broken=$(ffmpeg -v error -err_detect explode -xerror -nostdin -f h264 -i "$work/step.h264" -f null - 2>&1) && [[ -z $broken ]]; then
      echo "| every picture of it decoded by ffmpeg | | | | | | | | met |"
    else
      echo "| every picture of it decoded by ffmpeg | | | | | | | | **missed**: ${broken:0:200} |"
      missed=1
    fi
  fi
fi
