"""pages of another site and clients beyond the last place, 200 each in 4 s, and a page at the default port: lines of the log for a cause"""
import re
import time

from bounds import at_least, at_most
from clients import GONE, open_stream, read_frame
from service import Service

BOUNDS = {"causes_logged": at_least(2), "most_lines_of_a_cause": at_most(1), "let_in": at_most(0), "default_port_refused": at_most(0)}
VIEWER = False
FRESH = True
TRIES = 200


def start():
    return Service("--VideoStream:WebSocket:MaxClients=1", "--VideoStream:Limits:HandshakesPerAddress=0")


def disturb(service):
    default_port = int(not is_let_in(service, "Origin: http://192.0.2.7:80\r\n", "192.0.2.7"))
    service.wait_until(lambda: service.status()["clients"] == 0)
    with open_stream(service.port):
        let_in = 0
        for _ in range(TRIES):
            let_in += is_let_in(service, "Origin: http://elsewhere.example\r\n")
            let_in += is_let_in(service, "")
            time.sleep(0.02)
    lines = service.text().splitlines()
    causes = [sum(bool(re.search(words, line)) for line in lines) for words in ("may not use this service", "Too many clients|places")]
    yield {
        "causes_logged": sum(count > 0 for count in causes), "most_lines_of_a_cause": max(causes), "let_in": let_in,
        "default_port_refused": default_port,
    }


def is_let_in(service, headers, host="localhost"):
    """Whether a viewer with these headers gets a frame."""
    try:
        with open_stream(service.port, headers=headers, host=host) as client:
            return read_frame(client)[0] == 0x82
    except GONE:
        return False
