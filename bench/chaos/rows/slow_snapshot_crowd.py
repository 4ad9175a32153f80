"""40 clients that fetch a large snapshot at 2 kB/s, more than are sent at a time, and ask again at once when they are cut off"""
from clients import fetch_slowly, running
from rows.slow_snapshots import BOUNDS, fetch_others

SECONDS = 3


def disturb(service):
    figures = {}
    with running(fetch_slowly, service.port, "/snapshot.jpg?quality=100", count=40):
        yield figures
        figures.update(fetch_others(service))
