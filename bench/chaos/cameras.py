"""Cameras that misbehave: MJPEG over HTTP, with the JPEGs that a row gives them.

    with camera([scans_jpeg(3840, 2160, scans=2000)]) as port:
        Service(f"--source=http://127.0.0.1:{port}/")

bench/chaos/clients.py has `running`. To end a camera and bring it back, end its process and start one on the same port.
"""
import contextlib
import os
import socket
import struct
import subprocess
import tempfile
import threading
import time

from clients import running

BOUNDARY = b"frame"


@contextlib.contextmanager
def camera(jpegs, rate=30, port=0):
    """Runs a camera. Yields its port."""
    port = port or free_port()
    with running(serve, port, jpegs, rate):
        _wait(port)
        yield port


def serve(port, jpegs, rate):
    """Sends the JPEGs in turn to everybody who asks for anything."""
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen(50)
    while True:
        client, _ = server.accept()
        threading.Thread(target=_send, args=(client, jpegs, rate), daemon=True).start()


def _send(client, jpegs, rate):
    with contextlib.suppress(OSError), client:
        client.recv(65536)
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=" + BOUNDARY + b"\r\n\r\n")
        due = time.monotonic()
        number = 0
        while True:
            jpeg = jpegs[number % len(jpegs)]
            client.sendall(b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (BOUNDARY, len(jpeg), jpeg))
            number += 1
            due += 1 / rate
            time.sleep(max(0.0, due - time.monotonic()))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port):
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the camera does not listen")


def film(width=1280, height=720, frames=30):
    """JPEGs with edges and motion, as an honest camera's."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size={width}x{height}:rate=30", "-frames:v", str(frames),
             "-q:v", "5", os.path.join(folder, "%03d.jpg")], check=True)
        return [_bytes(os.path.join(folder, name)) for name in sorted(os.listdir(folder))]


def _bytes(path):
    with open(path, "rb") as file:
        return file.read()


# JPEGs, written marker by marker (ITU T.81).

def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def scans_jpeg(width, height, scans, shade=0):
    """
    A progressive JPEG in one of 16 shades of grey, whose scans all decode and change nothing. Each costs the decoder a pass over all blocks.
    """
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    quantization = segment(0xDB, b"\0" + bytes([16] * 64))
    head = segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    # Codes for DC differences of no bits (0) and of five bits (10), and for a run of EOBs whose length has 14 bits (0).
    direct = segment(0xC4, b"\x00" + _codes(1, 1) + b"\x00\x05")
    alternating = segment(0xC4, b"\x10" + _codes(1) + b"\xE0")
    jpeg = b"\xFF\xD8" + quantization + head + direct + alternating
    jpeg += _scan(b"\x00\x00\x00") + _bits("10" + format(16 + shade % 16, "05b") + "0" * (blocks - 1))
    runs = ""
    left = blocks
    while left > 0:
        run = min(left, 32767)
        # Runs below 16384 are rounded up: the decoder forgets what is left of one at the end of a scan.
        runs += "0" + format(max(run, 16384) - 16384, "014b")
        left -= run
    return jpeg + (_scan(b"\x01\x3F\x00") + _bits(runs)) * (scans - 1) + b"\xFF\xD9"


def _codes(*lengths):
    """How many codes a Huffman table has of each length, from one bit on."""
    return bytes(lengths) + bytes(16 - len(lengths))


def _scan(band):
    """The head of a scan of the only component, for a band of coefficients."""
    return segment(0xDA, b"\x01\x01\x00" + band)


def _bits(bits):
    """Entropy-coded data, with ones up to the whole byte, and a zero after each FF."""
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return data.replace(b"\xFF", b"\xFF\x00")
