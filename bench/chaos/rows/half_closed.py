"""a viewer that reads nothing and closes only its side, with one place: how long it keeps it"""
import socket

from bounds import at_most
from clients import open_stream
from service import Service

BOUNDS = {"place_free_ms": at_most(200)}
VIEWER = False


def start():
    return Service("--VideoStream:WebSocket:MaxClients=1")


def disturb(service):
    client = open_stream(service.port, receive_buffer=4096)
    service.wait_until(lambda: any(viewer["skipped"] > 0 for viewer in service.status()["viewers"]))
    client.shutdown(socket.SHUT_WR)
    seconds = service.wait_until(lambda: service.status()["clients"] == 0, every=0.005)
    client.close()
    yield {"place_free_ms": seconds * 1000}
