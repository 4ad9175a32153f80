#!/usr/bin/python3
"""An RTSP camera whose frames show the time of capture: 48 black or white squares at the top are the bits of the Unix time in tenths of a
millisecond. age_client.py computes the age of a frame from them.

    clock_camera.py [PORT [WIDTHxHEIGHT [FPS [FILE]]]]        rtsp://127.0.0.1:8554/cam, 1280x720, 25

FILE gets a line for each frame: the time that it shows, and the time when its last packet had been made, both in tenths of a millisecond.

Needs Debian's gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly.
"""
import collections
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

BITS, ROWS = 48, 16
port = sys.argv[1] if len(sys.argv) > 1 else "8554"
width, height = (int(side) for side in (sys.argv[2] if len(sys.argv) > 2 else "1280x720").split("x"))
fps = int(sys.argv[3]) if len(sys.argv) > 3 else 25
times = open(sys.argv[4], "w", buffering=1) if len(sys.argv) > 4 else None
square = width // BITS
# Brightness that scrolls by one row a frame. The two planes of colour after it are grey.
tall = b"".join(bytes((x * x // 97 + y * 3) % 200 + 20 for x in range(width)) for y in range(height)) * 2
colours = b"\x80" * (width * height // 2)


def paint(number):
    """A frame in I420, with the time in its first rows."""
    now = int(time.time() * 10_000)
    row = b"".join((b"\xeb" if now >> bit & 1 else b"\x10") * square for bit in range(BITS)).ljust(width, b"\x10")
    begin = (number % height + ROWS) * width
    return row * ROWS + tall[begin:begin + width * (height - ROWS)] + colours


def play(source):
    """Pushes frames at a steady rate until the pipeline has ended."""
    number, began = 0, time.monotonic()
    while True:
        number += 1
        time.sleep(max(0, began + number / fps - time.monotonic()))
        if source.emit("push-buffer", Gst.Buffer.new_wrapped(paint(number))) != Gst.FlowReturn.OK:
            return


def write_times(source, payloader):
    """Writes when the last packet of each frame leaves the payloader. The encoder takes and gives frames in one order and loses none."""
    encoding = collections.deque()

    def painted(_, info):
        row = info.get_buffer().extract_dup(0, width)
        encoding.append(sum(1 << bit for bit in range(BITS) if row[bit * square] > 128))
        return Gst.PadProbeReturn.OK

    def packed(_, info):
        packets = info.get_buffer_list() if info.type & Gst.PadProbeType.BUFFER_LIST else None
        last = packets.get(packets.length() - 1) if packets else info.get_buffer()
        # The marker bit (RFC 6184, 5.1).
        if last.extract_dup(1, 1)[0] & 0x80:
            times.write(f"{encoding.popleft()} {int(time.time() * 10_000)}\n")
        return Gst.PadProbeReturn.OK

    source.get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, painted)
    payloader.get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER | Gst.PadProbeType.BUFFER_LIST, packed)


class Camera(GstRtspServer.RTSPMediaFactory):
    def do_configure(self, media):
        source, payloader = (media.get_element().get_by_name(name) for name in ("clock", "pay0"))
        if times:
            write_times(source, payloader)
        threading.Thread(target=play, args=[source], daemon=True).start()


Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
camera = Camera()
camera.set_shared(True)
camera.set_launch(
    f"( appsrc name=clock is-live=true do-timestamp=true format=time max-buffers=2 leaky-type=downstream"
    f" caps=video/x-raw,format=I420,width={width},height={height},framerate={fps}/1"
    f" ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max={fps} ! video/x-h264,profile=constrained-baseline"
    " ! rtph264pay name=pay0 pt=96 config-interval=1 )")
server.get_mount_points().add_factory("/cam", camera)
server.attach(None)
print(f"rtsp://127.0.0.1:{port}/cam", flush=True)
GLib.MainLoop().run()
