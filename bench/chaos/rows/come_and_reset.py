"""2 clients that open a stream of a quality of their own and reset it, twenty times a second each"""
from bounds import UNDISTURBED
from clients import come_and_reset, running

BOUNDS = UNDISTURBED


def disturb(service):
    with running(come_and_reset, service.port, "?quality=50"), running(come_and_reset, service.port, "?quality=60"):
        yield {}
