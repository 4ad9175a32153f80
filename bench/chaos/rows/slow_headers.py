"""1,000 connections that send a byte of a header a second"""
from bounds import UNDISTURBED, at_most
from clients import dribble_headers, running
from rows.idle_connections import milliseconds
from service import Service

BOUNDS = {**UNDISTURBED, "answer_ms": at_most(1000)}


def start():
    return Service(before="ulimit -n 1024")


def disturb(service):
    figures = {}
    with running(dribble_headers, service.port, 250, count=4):
        yield figures
        figures["answer_ms"] = milliseconds(service, "/healthz/live")
