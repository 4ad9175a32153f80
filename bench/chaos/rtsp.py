"""What a camera sends that only ffmpeg can read: RTSP (RFC 2326) with MPEG-TS over TCP, or MPEG-TS alone. For a dialect's `talk`."""
import contextlib
import re
import struct
import subprocess

SDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track\r\n"
TS_PACKETS = 7 * 188
PAYLOAD_TYPE = 33  # MPEG-TS, RFC 3551


def transport_stream(stream):
    """A moving picture of 320x240 at 25 frames a second."""
    with _encoder() as encoder:
        while data := encoder.read(TS_PACKETS):
            stream.sendall(data)


def rtsp(refuse=lambda request: None):
    """An RTSP camera. `refuse` returns the status and the headers of an answer that refuses a request, or None."""
    def talk(stream):
        reader = stream.makefile("rb")
        while request := _read_request(reader):
            refusal = refuse(request)
            method = request.split(" ")[0]
            _answer(stream, request, *(refusal or ("200 OK", HEADERS.get(method, ""), SDP if method == "DESCRIBE" else "")))
            if method == "PLAY":
                _play(stream)

    return talk


HEADERS = {
    "OPTIONS": "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n",
    "DESCRIBE": "Content-Type: application/sdp\r\n",
    "SETUP": "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n",
    "PLAY": "Session: 1\r\n",
}


def _read_request(reader):
    lines = []
    while (line := reader.readline()) not in (b"\r\n", b""):
        lines.append(line.decode("latin-1"))
    return "".join(lines)


def _answer(stream, request, status, headers="", body=""):
    number = re.search(r"^CSeq: *(\d+)", request, re.MULTILINE | re.IGNORECASE)
    stream.sendall((
        f"RTSP/1.0 {status}\r\nCSeq: {number.group(1) if number else 0}\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}").encode())


def _play(stream):
    """Sends MPEG-TS in RTP, interleaved with the connection, until it ends."""
    with _encoder() as encoder:
        number = 0
        while data := encoder.read(TS_PACKETS):
            packet = struct.pack(">BBHII", 0x80, PAYLOAD_TYPE, number & 0xFFFF, number * 900 & 0xFFFFFFFF, 1) + data
            stream.sendall(struct.pack(">cBH", b"$", 0, len(packet)) + packet)
            number += 1


@contextlib.contextmanager
def _encoder():
    process = subprocess.Popen(
        ["ffmpeg", "-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-c:v", "mpeg2video",
         "-g", "5", "-f", "mpegts", "pipe:1"], stdout=subprocess.PIPE)
    try:
        yield process.stdout
    finally:
        process.kill()
        process.wait()
