#!/usr/bin/python3
"""A plain WebSocket camera server in Python, for comparison. A thread reads the camera and keeps its newest frame. Each viewer has a loop
that encodes the newest frame and sends it, so a frame is encoded once for each viewer.

    fastapi_server.py CAMERA-URL PORT        viewers at ws://127.0.0.1:PORT/ws/video_feed

It reads the camera's MJPEG itself, because cv2.VideoCapture drops the comment with number and capture time, and the viewers' frames must
carry it. Needs Debian's python3-fastapi python3-uvicorn python3-uvloop python3-websockets python3-opencv.
"""
import asyncio
import os
import re
import struct
import sys
import threading
import urllib.request

import cv2
import fastapi
import numpy
import uvicorn
import websockets

QUALITY = 80
COMMENT = re.compile(rb"seq=\d+&captured_us=\d+&camera=\w+")

app = fastapi.FastAPI()


class Camera:
    """The newest frame as pixels, and its comment."""

    def __init__(self):
        self.newest = None
        self.is_new = asyncio.Event()

    def start(self, url):
        threading.Thread(target=self.read, args=(url, asyncio.get_running_loop()), daemon=True).start()

    def read(self, url, loop):
        with urllib.request.urlopen(url) as stream:
            length = 0
            while line := stream.readline():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
                elif line == b"\r\n" and length:
                    jpeg, length = stream.read(length), 0
                    frame = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR)
                    loop.call_soon_threadsafe(self.show, (frame, COMMENT.search(jpeg, 0, 512)[0]))

    def show(self, frame):
        self.newest = frame
        self.is_new.set()
        self.is_new = asyncio.Event()

    async def next(self):
        await self.is_new.wait()
        return self.newest


def encode(frame, comment):
    """A JPEG with the comment after its first segment."""
    jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
    (first,) = struct.unpack_from(">H", jpeg, 4)
    at = 4 + first
    return jpeg[:at] + b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment + jpeg[at:]


@app.on_event("startup")
async def start():
    app.state.camera = Camera()
    app.state.camera.start(sys.argv[1])


@app.websocket("/ws/video_feed")
async def video_feed(viewer: fastapi.WebSocket):
    await viewer.accept()
    try:
        while True:
            frame, comment = await app.state.camera.next()
            # In a thread: OpenCV releases the GIL while it encodes.
            await viewer.send_bytes(await asyncio.to_thread(encode, frame, comment))
    except (fastapi.WebSocketDisconnect, websockets.exceptions.ConnectionClosed):
        pass


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), loop="uvloop", ws="websockets", log_level="warning")
    # Python cannot end a thread inside OpenCV, where the reader may be.
    os._exit(0)
