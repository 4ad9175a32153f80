#!/usr/bin/python3
"""Measures the time until a server sends a frame.

    start_time.py URL                          waits for a complete frame, at most 60 s
    start_time.py --runs N URL COMMAND...      starts the command N times; prints the seconds from each start to the
                                               first complete frame, as a JSON list

URL is http://127.0.0.1:PORT/PATH for MJPEG, ws://… for a WebSocket. The viewer tries to connect every few milliseconds, from before the
start of the server. VideoStream's placeholders do not count. The command's output goes to standard error. Needs nothing but Python.
"""
import json
import socket
import subprocess
import sys
import time
import urllib.parse

PATIENCE = 60  # seconds until it gives up
ANSWER = 20  # seconds without a frame until it tries another connection
PAUSE = 0.003
MISSED = OSError, EOFError, ValueError  # no connection, its end, an answer that cannot be parsed

# HTTP/1.0 has no chunked coding, so each frame is contiguous.
MJPEG = "GET {} HTTP/1.0\r\nHost: {}\r\n\r\n"
WEBSOCKET = (
    "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: c3RhcnQgdGltZSBwcm9iZQ==\r\n\r\n"
)


def mjpeg_frame(stream):
    """The next part's body. The head of the response has the same form as a part's."""
    length = 0
    while line := stream.readline():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif not line.strip() and length:
            return stream.read(length)
    raise EOFError


def websocket_frame(stream):
    """The next message of any type (RFC 6455, section 5.2)."""
    first = stream.read(2)
    if len(first) < 2:
        raise EOFError
    length = first[1] & 127
    if length >= 126:
        length = int.from_bytes(stream.read(2 if length == 126 else 8), "big")
    return stream.read(length)


def read_frame(url, until):
    """Connects, and reads until a complete frame of the camera. Raises one of MISSED if there is none."""
    with socket.create_connection((url.hostname, url.port), ANSWER) as connection, connection.makefile("rb") as stream:
        is_websocket = url.scheme == "ws"
        request = (WEBSOCKET if is_websocket else MJPEG).format(url.path or "/", url.netloc)
        connection.sendall(request.encode())
        if stream.readline().split()[1:2] != [b"101" if is_websocket else b"200"]:
            raise EOFError
        while is_websocket and stream.readline().strip():
            pass
        while time.monotonic() < until:
            frame = websocket_frame(stream) if is_websocket else mjpeg_frame(stream)
            if frame.startswith(b"\xff\xd8") and frame.endswith(b"\xff\xd9") and b"&live=0" not in frame[:512]:
                return
    raise TimeoutError


def wait(url):
    """Waits for a frame. Ends the program if none comes."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            read_frame(url, until)
            return
        except MISSED:
            time.sleep(PAUSE)
    sys.exit(f"start_time: {url.geturl()} sent no frame within {PATIENCE} s")


def time_start(url, command):
    began = time.monotonic()
    server = subprocess.Popen(command, stdout=sys.stderr)
    try:
        wait(url)
        return round(time.monotonic() - began, 3)
    finally:
        server.terminate()
        server.wait()


def main(arguments):
    runs = 0
    if arguments[:1] == ["--runs"]:
        runs, arguments = int(arguments[1]), arguments[2:]
    if len(arguments) < 1 or bool(runs) != (len(arguments) > 1):
        sys.exit(__doc__)
    url = urllib.parse.urlsplit(arguments[0])
    if runs:
        print(json.dumps([time_start(url, arguments[1:]) for _ in range(runs)]))
    else:
        wait(url)


if __name__ == "__main__":
    main(sys.argv[1:])
