"""4 sockets that send nothing but WebSocket ping frames, as fast as they can"""
from bounds import UNDISTURBED
from clients import ping_flood, running

BOUNDS = UNDISTURBED


def disturb(service):
    with running(ping_flood, service.port, count=4):
        yield {}
