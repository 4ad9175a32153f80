"""a viewer that reads nothing and closes only its side, with one place: how long it keeps it"""
import socket
import time

from bounds import at_most
from clients import open_stream
from service import Service

BOUNDS = {"place_free_ms": at_most(200)}
VIEWER = False


def start():
    return Service("--VideoStream:WebSocket:MaxClients=1")


def disturb(service):
    client = open_stream(service.port, receive_buffer=4096)
    wait_until_blocked(service)
    client.shutdown(socket.SHUT_WR)
    seconds = service.wait_until(lambda: service.status()["clients"] == 0, every=0.005)
    client.close()
    yield {"place_free_ms": seconds * 1000}


def wait_until_blocked(service):
    """Waits until the viewer was sent nothing for a second."""
    service.wait_until(lambda: service.status()["viewers"])
    before = -1
    while True:
        sent = service.status()["viewers"][0]["sent"]
        if sent == before:
            return
        before = sent
        time.sleep(1)
