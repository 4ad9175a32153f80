#!/usr/bin/python3
"""Measures the age of clock_camera.py's frames at a viewer, and their rate.

    age_client.py [URL [SECONDS]]        ws://127.0.0.1:8000/ws/video_feed, 20

Needs Debian's python3-opencv and python3-websocket.
"""
import sys
import time

import cv2
import numpy
import websocket

BITS, ROWS = 48, 16
url = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8000/ws/video_feed"
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
viewer = websocket.create_connection(url, timeout=20)
ages, shown, began = [], set(), None
while began is None or time.time() < began + seconds:
    frame = viewer.recv()
    now = time.time()
    if not isinstance(frame, bytes) or b"&live=0" in frame[:400]:
        continue
    # Warm-up: the first half second of live frames does not count.
    began = began or now + 0.5
    if now < began:
        continue
    row = cv2.imdecode(numpy.frombuffer(frame, numpy.uint8), cv2.IMREAD_GRAYSCALE)[ROWS // 2]
    square = len(row) // BITS
    taken = sum(1 << bit for bit in range(BITS) if row[bit * square + square // 2] > 128) / 10_000
    ages.append((now - taken) * 1000)
    shown.add(taken)
ages.sort()
print(f"{len(ages) / seconds:.2f} frames/s, {len(shown)} of {len(ages)} different; "
      f"age p50 {ages[len(ages) // 2]:.0f} ms, p95 {ages[len(ages) * 95 // 100]:.0f} ms, largest {ages[-1]:.0f} ms")
