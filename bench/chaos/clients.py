"""Clients that misbehave. Each is a function that goes on until its process is ended:

    with running(ping_flood, service.port, count=4):
        ...                                             # four of them, each a process

To add one, write a function whose first argument is the port. open_stream, request and the frame functions do the protocol.
"""
import contextlib
import ctypes
import itertools
import multiprocessing
import signal
import socket
import ssl
import struct
import threading
import time

PING, PONG, TEXT, BINARY, CLOSE = 0x89, 0x8A, 0x81, 0x82, 0x88
SOCKET_PATH = "/ws/video_feed"
HOST = "127.0.0.1"
# Another address than that of the healthy viewer, because some limits are for each address.
SOURCE = "127.0.0.2"
PR_SET_PDEATHSIG = 1
# Frames, flags and a code of HTTP/2 (RFC 9113).
H2_HEADERS, H2_RESET, H2_SETTINGS = 1, 3, 4
END_STREAM, END_HEADERS = 1, 4
CANCEL = struct.pack(">I", 8)
# Errors of a connection that the service ends.
GONE = (ConnectionError, socket.timeout, EOFError, OSError)


@contextlib.contextmanager
def running(function, *arguments, count=1):
    """Runs a function in processes of its own, and ends them."""
    processes = [multiprocessing.Process(target=_run, args=(function, arguments)) for _ in range(count)]
    for process in processes:
        process.start()
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def _run(function, arguments):
    # Ends with its parent, however that ends.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        function(*arguments)
    except KeyboardInterrupt:
        pass


# The protocol.

def connect(port, receive_buffer=None, timeout=10):
    client = socket.socket()
    if receive_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    client.settimeout(timeout)
    if HOST.startswith("127."):
        client.bind((SOURCE, 0))
    client.connect((HOST, port))
    return client


def request(client, path, headers="", host="localhost"):
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode())


def read_head(client):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = client.recv(1)
        if not byte:
            raise EOFError
        head += byte
    return head.decode("latin-1")


def open_stream(port, query="", receive_buffer=None, headers="", host="localhost"):
    """Opens the service's WebSocket, and reads the head of the answer."""
    client = connect(port, receive_buffer)
    request(client, SOCKET_PATH + query, (
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + headers), host)
    head = read_head(client)
    if " 101 " not in head.splitlines()[0]:
        client.close()
        raise ConnectionRefusedError(head.splitlines()[0])
    return client


def frame(first, payload=b""):
    """A client's WebSocket frame, masked with zeros."""
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(payload))
    return bytes([first]) + length + bytes(4) + payload


def read_frame(client):
    """Reads a WebSocket frame of the service. Returns its first byte and its payload."""
    def exactly(count):
        data = b""
        while len(data) < count:
            part = client.recv(min(65536, count - len(data)))
            if not part:
                raise EOFError
            data += part
        return data

    first, length = exactly(2)
    if length == 126:
        length, = struct.unpack(">H", exactly(2))
    elif length == 127:
        length, = struct.unpack(">Q", exactly(8))
    return first, exactly(length)


def reset(client):
    """Ends a connection with a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def again(action, pause=1.0):
    """Repeats an action for ever, also after the service has ended the connection."""
    while True:
        try:
            action()
        except GONE:
            pass
        time.sleep(pause)


# The clients.

def flood(port, data):
    """Sends the same bytes over a WebSocket as fast as it can, and reads what comes."""
    def once():
        client = open_stream(port)
        client.settimeout(None)
        threading.Thread(target=_discard, args=(client,), daemon=True).start()
        try:
            while True:
                client.sendall(data)
        finally:
            client.close()

    again(once)


def _discard(client):
    try:
        while client.recv(1 << 20):
            pass
    except OSError:
        pass


def ping_flood(port):
    """Nothing but ping frames."""
    flood(port, frame(PING, b"x") * 4096)


def message_flood(port):
    """Nothing but valid messages."""
    flood(port, frame(TEXT, b'{"type":"ping","t":1}') * 1024)


def reset_streams(port):
    """Opens streams of HTTP/2 (RFC 9113), over TLS, and resets each at once."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    fields = [(b":method", b"GET"), (b":scheme", b"https"), (b":path", b"/snapshot.jpg"), (b":authority", b"localhost")]
    # Literal fields without a table (RFC 7541, 6.2.2).
    block = b"".join(b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in fields)

    def once():
        with context.wrap_socket(connect(port)) as client:
            threading.Thread(target=_discard, args=(client,), daemon=True).start()
            client.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + h2_frame(H2_SETTINGS, 0, 0))
            for first in itertools.count(1, 100):
                client.sendall(b"".join(
                    h2_frame(H2_HEADERS, END_STREAM | END_HEADERS, stream, block) + h2_frame(H2_RESET, 0, stream, CANCEL)
                    for stream in range(first, first + 100, 2)))

    again(once, pause=0.02)


def h2_frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def change_settings(port):
    """Changes its quality, size and OSD 45 times a second, which is allowed, and reads what comes."""
    def once():
        client = open_stream(port)
        threading.Thread(target=_discard, args=(client,), daemon=True).start()
        change = 0
        while True:
            quality, width, osd = change % 100 + 1, change * 37 % 1200 + 80, "true" if change % 2 else "false"
            client.sendall(frame(TEXT, b'{"type":"config","quality":%d,"resize":"%dx720","osd":%s}' % (quality, width, osd.encode())))
            change += 1
            time.sleep(1 / 45)

    again(once)


def stream_and_read_nothing(port, query="", path=SOCKET_PATH):
    """Opens a stream, reads its head and nothing more."""
    def once():
        if path == SOCKET_PATH:
            client = open_stream(port, query, receive_buffer=4096)
        else:
            client = connect(port, receive_buffer=4096)
            request(client, path + query)
        time.sleep(3600)
        client.close()

    again(once)


def watch(port, query=""):
    """An honest viewer that reads all and does nothing with it."""
    again(lambda: _discard(open_stream(port, query)))


def fetch_slowly(port, path="/snapshot.jpg", bytes_per_second=2000):
    """Fetches the same address again and again, and reads slowly."""
    def once():
        client = connect(port, receive_buffer=2048, timeout=60)
        request(client, path, "Connection: close\r\n")
        while client.recv(bytes_per_second // 10):
            time.sleep(0.1)
        client.close()

    again(once, pause=0)


def come_and_reset(port, query=""):
    """Opens a stream, reads a little, and resets the connection, twenty times a second."""
    def once():
        client = open_stream(port, query)
        client.recv(10_000)
        reset(client)

    again(once, pause=0.05)


def open_streams_fast(port):
    """Opens streams as fast as it can, and closes each at once."""
    def once():
        open_stream(port).close()

    again(once, pause=0)


def dribble_headers(port, connections=200):
    """Keeps connections, and sends one byte of a header a second on each."""
    while True:
        clients = []
        for _ in range(connections):
            with contextlib.suppress(OSError):
                client = connect(port)
                client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
                clients.append(client)
        for _ in range(30):
            time.sleep(1)
            for client in clients:
                with contextlib.suppress(OSError):
                    client.sendall(b"x")
        for client in clients:
            client.close()
