"""Viewers of all kinds, each for a while, one after the other."""
import json
import socket
import time

from clients import CLOSE, GONE, SOCKET_PATH, TEXT, connect, frame, open_stream, read_frame, request, reset

QUERIES = [
    "camera=test", "camera=test&osd=true", "camera=test&quality=50&fps=10", "camera=test&resize=640x360", "camera=test&adaptive=false",
    "camera=far", "camera=far&quality=60", "camera=far&osd=true&resize=320x240", "camera=far&quality=source", "camera=test&fps=0.5",
    "camera=test&codec=h264", "camera=test&codec=h264&osd=true&resize=640x360", "camera=far&codec=auto", "camera=video&codec=h264",
    "camera=video&codec=h264", "camera=video&codec=h264&adaptive=false", "camera=video&codec=h264&osd=true", "camera=video",
]
MESSAGES = [
    {"type": "ping", "t": 1.5}, {"type": "config", "quality": 40}, {"type": "config", "resize": "320x200", "osd": True},
    {"type": "command", "action": "pause"}, {"type": "command", "action": "resume"}, {"type": "command", "action": "set_fps", "value": 5},
    {"type": "nonsense"}, {"type": "config", "quality": 400}, {"type": "config", "codec": "h264"}, {"type": "config", "codec": "jpeg"},
    {"type": "command", "action": "request_key_frame"},
]


def visit_for_ever(port, chance):
    kinds = [watch_socket] * 5 + [watch_mjpeg] * 2 + [fetch_snapshots] * 2 + [stall, send_nonsense]
    while True:
        try:
            chance.choice(kinds)(port, chance)
        except GONE:
            pass
        time.sleep(chance.uniform(0, 2))


def watch_socket(port, chance):
    """Watches for up to 15 s, changes settings, acknowledges or not, and leaves in one of the ways that there are."""
    client = open_stream(port, "?" + chance.choice(QUERIES))
    acknowledges = chance.random() < 0.5
    end = time.monotonic() + chance.uniform(0.5, 15)
    while time.monotonic() < end:
        first, payload = read_frame(client)
        if first == CLOSE:
            break
        if acknowledges and first == 0x82:
            client.sendall(frame(TEXT, json.dumps({"type": "ack", "seq": sequence(payload)}).encode()))
        if chance.random() < 0.02:
            client.sendall(frame(TEXT, json.dumps(chance.choice(MESSAGES)).encode()))
    leave(client, chance)


def watch_mjpeg(port, chance):
    client = connect(port)
    request(client, "/video_feed?" + chance.choice(QUERIES))
    end = time.monotonic() + chance.uniform(0.5, 10)
    while time.monotonic() < end and client.recv(65536):
        pass
    leave(client, chance)


def fetch_snapshots(port, chance):
    for _ in range(chance.randint(1, 20)):
        client = connect(port)
        request(client, "/snapshot.jpg?stale=ok&" + chance.choice(QUERIES), "Connection: close\r\n")
        while client.recv(65536):
            pass
        client.close()


def stall(port, chance):
    """Reads nothing, in a small window, for up to 15 s: the service may end it."""
    path = chance.choice([SOCKET_PATH, "/video_feed"])
    client = connect(port, receive_buffer=4096)
    if path == SOCKET_PATH:
        client.close()
        client = open_stream(port, "?" + chance.choice(QUERIES), receive_buffer=4096)
    else:
        request(client, path)
    time.sleep(chance.uniform(1, 15))
    leave(client, chance)


def send_nonsense(port, chance):
    client = connect(port)
    client.sendall(bytes(chance.randrange(256) for _ in range(chance.randint(1, 300))))
    client.settimeout(1)
    client.recv(65536)
    client.close()


def leave(client, chance):
    """As a browser does, by a reset, by closing one's own side only, or without a word."""
    way = chance.randrange(4)
    if way == 0:
        client.sendall(frame(CLOSE, b"\x03\xe8"))
    elif way == 1:
        reset(client)
        return
    elif way == 2:
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
    client.close()


def sequence(payload):
    """The number of a frame, from its comment or SEI."""
    start = payload.find(b"seq=", 0, 2048)
    return int(payload[start + 4:payload.find(b"&", start)]) if start >= 0 else 0
