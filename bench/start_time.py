#!/usr/bin/python3
"""How long it takes until a server shows a picture.

    start_time.py URL                          waits for a whole picture, 60 s at most
    start_time.py --runs N URL COMMAND...      starts the command N times, and prints the seconds from each start to the first whole picture as a JSON list

URL is http://127.0.0.1:PORT/PATH for MJPEG, ws://… for a WebSocket. The viewer is there before the server, and tries to connect every few milliseconds. A
picture that VideoStream shows instead of the camera's doesn't count. What the command says goes to the standard error. Needs nothing but Python.
"""
import json
import socket
import subprocess
import sys
import time
import urllib.parse

PATIENCE = 60  # seconds until it is given up
ANSWER = 20  # seconds without a picture until it is tried with another connection
PAUSE = 0.003
MISSED = OSError, EOFError, ValueError  # no connection, its end, no sense

# HTTP/1.0 has no chunks, so pictures come in one piece.
MJPEG = "GET {} HTTP/1.0\r\nHost: {}\r\n\r\n"
WEBSOCKET = (
    "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: c3RhcnQgdGltZSBwcm9iZQ==\r\n\r\n"
)


def mjpeg_picture(stream):
    """The next part's body. A response's head is like a part's."""
    length = 0
    while line := stream.readline():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif not line.strip() and length:
            return stream.read(length)
    raise EOFError


def websocket_picture(stream):
    """The next message (RFC 6455, section 5.2), whatever it is."""
    first = stream.read(2)
    if len(first) < 2:
        raise EOFError
    length = first[1] & 127
    if length >= 126:
        length = int.from_bytes(stream.read(2 if length == 126 else 8), "big")
    return stream.read(length)


def try_to_see(url, until):
    """Connects, and reads until there is a whole picture of the camera. Raises one of MISSED if there is none."""
    with socket.create_connection((url.hostname, url.port), ANSWER) as connection, connection.makefile("rb") as stream:
        is_websocket = url.scheme == "ws"
        request = (WEBSOCKET if is_websocket else MJPEG).format(url.path or "/", url.netloc)
        connection.sendall(request.encode())
        if stream.readline().split()[1:2] != [b"101" if is_websocket else b"200"]:
            raise EOFError
        while is_websocket and stream.readline().strip():
            pass
        while time.monotonic() < until:
            picture = websocket_picture(stream) if is_websocket else mjpeg_picture(stream)
            if picture.startswith(b"\xff\xd8") and picture.endswith(b"\xff\xd9") and b"&live=0" not in picture[:512]:
                return
    raise TimeoutError


def wait(url):
    """Waits for a picture, and ends the program if none comes."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            try_to_see(url, until)
            return
        except MISSED:
            time.sleep(PAUSE)
    sys.exit(f"start_time: {url.geturl()} showed no picture in {PATIENCE} s")


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
