"""4 clients that fetch a large snapshot at 2 kB/s"""
import time

from bounds import UNDISTURBED, at_most
from clients import fetch_slowly, running

BOUNDS = {**UNDISTURBED, "refused": at_most(0), "slowest_fetch_ms": at_most(1000)}


def disturb(service):
    figures = {}
    with running(fetch_slowly, service.port, "/snapshot.jpg?quality=100", count=4):
        yield figures
        figures.update(fetch_others(service))


def fetch_others(service):
    refused, slowest = 0, 0.0
    for _ in range(6):
        started = time.monotonic()
        refused += service.get("/snapshot.jpg", timeout=20)[0] != 200
        slowest = max(slowest, time.monotonic() - started)
    return {"refused": refused, "slowest_fetch_ms": slowest * 1000}
