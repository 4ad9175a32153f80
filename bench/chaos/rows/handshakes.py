"""4 clients of one address that open streams as fast as they can"""
from bounds import UNDISTURBED
from clients import open_streams_fast, running

BOUNDS = UNDISTURBED


def disturb(service):
    with running(open_streams_fast, service.port, count=4):
        yield {}
