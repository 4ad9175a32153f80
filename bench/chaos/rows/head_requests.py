"""2 clients that send HEAD to every address that answers GET, as fast as they can, with one free place"""
import http.client
import itertools
import time

from bounds import UNDISTURBED, at_least, at_most
from clients import again, running
from judge import alongside
from service import Service

PATHS = ["/", "/video_feed", "/snapshot.jpg", "/api/v1/status", "/api/v1/cameras", "/healthz/live", "/healthz/ready", "/openapi/v1.json"]
BOUNDS = {**UNDISTURBED, "places_taken": at_most(0), "wrong_answers": at_most(0), "answers": at_least(len(PATHS))}
SECONDS = 3


def start():
    return Service("--VideoStream:WebSocket:MaxClients=2")


def send_heads(port):
    paths = itertools.cycle(PATHS)
    again(lambda: head(port, next(paths)), pause=0)


def head(port, path, address="127.0.0.2"):
    """The status, and whether there is no body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=(address, 0))
    try:
        connection.request("HEAD", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        return answer.status, connection.sock is None or not connection.sock.recv(1)
    finally:
        connection.close()


def disturb(service):
    with running(send_heads, service.port, count=2):
        yield from alongside(lambda: judge(service))


def judge(service):
    refused = service.status()["refused"]
    answers, places = [], 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        # From another address than the clients', which get 429 for that many streams in a second.
        answers += [head(service.port, path, "127.0.0.3") for path in PATHS]
        status = service.status()
        # One place is the healthy viewer's.
        places = max(places, status["clients"] - 1, status["refused"] - refused)
        time.sleep(0.2)
    return {"places_taken": places, "wrong_answers": sum(answer != (200, True) for answer in answers), "answers": len(answers)}
