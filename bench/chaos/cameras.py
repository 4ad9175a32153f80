"""Cameras with dialects of their own, over HTTP. What a report shows of a camera's bytes (`curl -i --raw`) becomes a line:

    with Camera(Dialect(head="HTTP/1.1 200\\n: GoAhead\\nContent-Type: multipart/x-mixed-replace;boundary=frame\\n\\n")) as camera:
        with Service(f"--source={camera.url()}") as service:
            ...
            camera.connections, camera.requests

Texts are Latin-1, so each character is a byte. What is in braces is replaced: {jpeg} the frame, {open} the frame without its end marker,
{length} the frame's length, {short} and {long} a wrong one, {body} the length of a whole answer that is polled, {zeros} and {ones} 1,000
bytes of padding, {soi} and {eoi} a start and an end marker, {n} the number of the frame.

`camera` runs one in a process of its own, for JPEGs that are many or large.
"""
import contextlib
import dataclasses
import re
import socket
import ssl
import threading
import time
import typing

from clients import running
from jpegs import film

STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
POLLED_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {body}\r\n\r\n"
# States of a socket in /proc/net/tcp.
ESTABLISHED, LISTENING = "01", "0A"
PART = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n"


@dataclasses.dataclass(frozen=True)
class Dialect:
    """How a camera answers. What is not set is that of an ordinary MJPEG camera.

    head, part, first   templates of the head, of each part, and of the first part if it is another one
    rate                frames a second
    jpegs               the frames, in turn
    chunked             whether each part is a chunk. The head has to say so.
    piece               longest write in bytes, so that the stream is cut where TCP rarely cuts it. 0: no cuts
    polled              whether each request is answered with one part
    closes              whether the connection is closed after each answer
    refuse              returns a whole answer that refuses the request with this number, from 1 on; None to accept it
    certificate         file with a server's certificate and key, for https
    talk                speaks another protocol than HTTP: a function that is given each connection
    """
    head: str = STREAM_HEAD
    part: str = PART
    first: str | None = None
    rate: float = 15
    jpegs: tuple = ()
    chunked: bool = False
    piece: int = 0
    polled: bool = False
    closes: bool = False
    refuse: typing.Callable = lambda request, number: None
    certificate: str | None = None
    talk: typing.Callable | None = None


def polled(head=POLLED_HEAD, part="{jpeg}", **others):
    """A camera that answers each request with one JPEG."""
    return Dialect(head=head, part=part, polled=True, **others)


def fill(template, jpeg=b"", number=0, body=0):
    """The bytes of a template."""
    items = {
        "jpeg": jpeg, "open": jpeg[:-2], "length": b"%d" % len(jpeg), "short": b"%d" % (len(jpeg) // 2), "long": b"%d" % (len(jpeg) + 500),
        "body": b"%d" % body, "zeros": bytes(1000), "ones": b"\xFF" * 1000, "soi": b"\xFF\xD8", "eoi": b"\xFF\xD9", "n": b"%d" % number,
    }
    pieces = re.split(r"\{(\w+)\}", template)
    return b"".join(items[piece] if index % 2 else piece.encode("latin-1") for index, piece in enumerate(pieces))


class Camera:
    """A camera that listens from the start. It counts connections, and keeps the requests with the times at which they came."""

    def __init__(self, dialect=Dialect(), host="127.0.0.1", port=0):
        self.dialect = dialect
        self.jpegs = dialect.jpegs or film(160, 120, 30)
        self.host = host
        self.connections = 0
        self.requests = []
        self._clients = set()
        self._server = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=50)
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for end in (self._server, *list(self._clients)):
            # Closing alone does not wake a thread that accepts or receives.
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def url(self, path="/video", user="", host=None, scheme=None):
        host = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{scheme or ('https' if self.dialect.certificate else 'http')}://{user}{host}:{self.port}{path}"

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.connections += 1
                self._clients.add(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        stream = client
        try:
            with contextlib.suppress(OSError):
                stream = self._secure(client)
                if self.dialect.talk is not None:
                    self.dialect.talk(stream)
                    return
                while request := _read_request(stream):
                    self.requests.append((time.monotonic(), request))
                    refusal = self.dialect.refuse(request, len(self.requests))
                    if refusal is not None:
                        stream.sendall(fill(refusal))
                    elif self.dialect.polled:
                        self._answer(stream)
                    else:
                        self._stream(stream)
                    if self.dialect.closes:
                        return
        finally:
            self._clients.discard(stream)
            stream.close()

    def _secure(self, client):
        if self.dialect.certificate is None:
            return client
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.dialect.certificate)
        secure = context.wrap_socket(client, server_side=True)
        # It has taken the connection over.
        self._clients.discard(client)
        self._clients.add(secure)
        return secure

    def _answer(self, stream):
        number = len(self.requests)
        body = fill(self.dialect.part, self.jpegs[number % len(self.jpegs)], number)
        self._send(stream, fill(self.dialect.head, number=number, body=len(body)) + body)

    def _stream(self, stream):
        self._send(stream, fill(self.dialect.head))
        due, number = time.monotonic(), 0
        while True:
            template = self.dialect.first if number == 0 and self.dialect.first is not None else self.dialect.part
            part = fill(template, self.jpegs[number % len(self.jpegs)], number)
            self._send(stream, b"%x\r\n%s\r\n" % (len(part), part) if self.dialect.chunked else part)
            number += 1
            due += 1 / self.dialect.rate
            time.sleep(max(0.0, due - time.monotonic()))

    def _send(self, stream, data):
        step = self.dialect.piece or len(data)
        for start in range(0, len(data), step):
            stream.sendall(data[start:start + step])


def _read_request(stream):
    """A request's head, as text; an empty one if the other side has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = stream.recv(65536)
        if not part:
            return ""
        data += part
    return data.decode("latin-1")


@contextlib.contextmanager
def camera(jpegs, rate=30, port=0):
    """Runs an ordinary camera in a process of its own. Yields its port. To bring it back after its end, give the same port."""
    port = port or free_port()
    with running(speak, port, Dialect(jpegs=tuple(jpegs), rate=rate)):
        wait_until_listening(port)
        yield port


def speak(port, dialect):
    """Runs a camera until its process ends."""
    with Camera(dialect, port=port):
        threading.Event().wait()


def free_port(host="127.0.0.1"):
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def wait_until_listening(port):
    """Waits until something listens on a port, or has accepted. Makes no connection, as some servers accept only one."""
    for _ in range(200):
        with open("/proc/net/tcp", encoding="ascii") as file:
            if any(line.split()[1].endswith(f":{port:04X}") and line.split()[3] in (ESTABLISHED, LISTENING) for line in file):
                return
        time.sleep(0.05)
    raise RuntimeError("the camera does not listen")
