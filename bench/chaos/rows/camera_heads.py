"""HTTP heads that strict clients refuse, each of a camera of its own: the worst"""
from bounds import UNDISTURBED
from cameras import POLLED_HEAD, Dialect, polled
from judge import AS_SENT, alongside, judge_all, service_of

BOUNDS = {**UNDISTURBED, **AS_SENT}
QUERY = "camera=test"
FRESH = True
SECONDS = 3

TYPE = "Content-Type: multipart/x-mixed-replace;boundary=frame"
DIALECTS = {
    "plain": Dialect(),
    "GoAhead": Dialect(f"HTTP/1.0 200 OK\r\nServer: GoAhead-Webs\r\n: no-cache\r\n{TYPE}\r\n\r\n"),
    "no colon": Dialect(f"HTTP/1.1 200 OK\r\nThis line has no colon\r\n{TYPE}\r\n\r\n"),
    "space in a name": Dialect(f"HTTP/1.1 200 OK\r\nX Y: a name with a space\r\n{TYPE}\r\n\r\n"),
    "HTTP/1.0": Dialect(f"HTTP/1.0 200 OK\r\n{TYPE}\r\n\r\n"),
    "no reason": Dialect(f"HTTP/1.1 200\r\n{TYPE}\r\n\r\n"),
    "bare LF": Dialect(f"HTTP/1.1 200 OK\n{TYPE}\n\n"),
    "ICY": Dialect(f"ICY 200 OK\r\n{TYPE}\r\n\r\n"),
    "double headers": Dialect(f"HTTP/1.1 200 OK\r\n{TYPE}\r\n{TYPE}\r\nServer: one\r\nServer: two\r\n\r\n"),
    "lengths that contradict": Dialect(f"HTTP/1.1 200 OK\r\n{TYPE}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"),
    "length below 0": Dialect(f"HTTP/1.1 200 OK\r\n{TYPE}\r\nContent-Length: -1\r\n\r\n"),
    "folded": Dialect("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;\r\n boundary=frame\r\n\r\n"),
    "empty line first": Dialect(f"\r\nHTTP/1.1 200 OK\r\n{TYPE}\r\n\r\n"),
    "interim answer": Dialect(f"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n{TYPE}\r\n\r\n"),
    "chunks": Dialect(f"HTTP/1.1 200 OK\r\n{TYPE}\r\nTransfer-Encoding: Chunked\r\n\r\n", chunked=True),
    "chunks in pieces": Dialect(f"HTTP/1.1 200 OK\r\n{TYPE}\r\nTransfer-Encoding: Chunked\r\n\r\n", chunked=True, piece=700),
    # The body decides, if the type is wrong or missing.
    "no type": Dialect("HTTP/1.1 200 OK\r\n\r\n"),
    "type of a page": Dialect("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    "type of one JPEG": Dialect("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n"),
    "JPEGs in a row": Dialect("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n", "{jpeg}"),
    "polled": polled(),
    "polled, no type": polled("HTTP/1.1 200 OK\r\nContent-Length: {body}\r\n\r\n"),
    "polled, two lengths": polled("HTTP/1.1 200\nContent-Type: image/jpeg\n: GoAhead\nContent-Length: {body}\nContent-Length: {body}\n\n"),
    "polled, HTTP/1.0": polled("HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", closes=True),
    "polled, kept by HTTP/1.0": polled(POLLED_HEAD.replace("HTTP/1.1 200 OK", "HTTP/1.0 200 OK\r\nConnection: keep-alive")),
    "polled, closed without a word": polled(closes=True),
}


def start():
    return service_of(DIALECTS)


def disturb(service):
    yield from alongside(lambda: judge_all(service))
