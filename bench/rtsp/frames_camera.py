#!/usr/bin/python3
"""An RTSP camera at 25 fps that shows the frames of ../floor/frames.py, which are as detailed as those of a camera.

    frames_camera.py PORT DIRECTORY [1280x704]        rtsp://127.0.0.1:PORT/cam

DIRECTORY has the frames as 000.jpg and so on. Needs Debian's gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base
gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly.
"""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

port, directory, size = [*sys.argv[1:], "1280x704"][:3]
width, height = size.split("x")
Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
camera = GstRtspServer.RTSPMediaFactory()
camera.set_shared(True)
camera.set_launch(
    f"( multifilesrc location={directory}/%03d.jpg loop=true caps=image/jpeg,framerate=25/1 ! jpegdec ! clocksync ! videoconvert"
    f" ! videoscale ! video/x-raw,format=I420,width={width},height={height}"
    " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 bitrate=4000"
    " ! video/x-h264,profile=constrained-baseline ! rtph264pay name=pay0 pt=96 config-interval=1 )")
server.get_mount_points().add_factory("/cam", camera)
server.attach(None)
print(f"rtsp://127.0.0.1:{port}/cam", flush=True)
GLib.MainLoop().run()
