"""4 sockets that send nothing but valid messages, as fast as they can"""
from bounds import UNDISTURBED
from clients import message_flood, running

BOUNDS = UNDISTURBED


def disturb(service):
    with running(message_flood, service.port, count=4):
        yield {}
