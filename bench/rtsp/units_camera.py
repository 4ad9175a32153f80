#!/usr/bin/python3
"""An RTSP camera that sends the access units of a file of H.264 as they are, again and again. Each begins with a delimiter.

    units_camera.py PORT FILE FPS        rtsp://127.0.0.1:PORT/cam

Needs Debian's gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad.
"""
import itertools
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

DELIMITER = b"\0\0\0\1\x09"
port, path, fps = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(path, "rb") as file:
    units = [DELIMITER + unit for unit in file.read().split(DELIMITER)[1:]]


def play(source):
    """Pushes units at a steady rate until the pipeline has ended."""
    began = time.monotonic()
    for number, unit in enumerate(itertools.cycle(units)):
        time.sleep(max(0, began + number / fps - time.monotonic()))
        if source.emit("push-buffer", Gst.Buffer.new_wrapped(unit)) != Gst.FlowReturn.OK:
            return


class Camera(GstRtspServer.RTSPMediaFactory):
    def do_configure(self, media):
        threading.Thread(target=play, args=[media.get_element().get_by_name("units")], daemon=True).start()


Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
camera = Camera()
camera.set_shared(True)
camera.set_launch(
    "( appsrc name=units is-live=true do-timestamp=true format=time"
    f" caps=video/x-h264,stream-format=byte-stream,alignment=au,framerate={fps}/1 ! h264parse ! rtph264pay name=pay0 pt=96 )")
server.get_mount_points().add_factory("/cam", camera)
server.attach(None)
print(f"rtsp://127.0.0.1:{port}/cam", flush=True)
GLib.MainLoop().run()
