"""RTSP (RFC 2326) over TCP with MPEG-TS, which only ffmpeg can read, or with H.264 (RFC 6184); or MPEG-TS alone. For a dialect's `talk`."""
import contextlib
import re
import struct
import subprocess

SDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track\r\n"
H264_SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    "a=fmtp:96 packetization-mode=1\r\na=control:track\r\n")
TS_PACKETS = 7 * 188
TS, H264 = 33, 96  # payload types: RFC 3551, and that of the description
MPEG2_IN_TS = ["-c:v", "mpeg2video", "-g", "5", "-f", "mpegts"]
# Each access unit begins with a delimiter, so it is known where one ends.
LIVE_H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-x264-params", "aud=1", "-f", "h264"]
DELIMITER, FRAGMENT, MOST = 9, 28, 1400


def transport_stream(stream):
    """A moving picture of 320x240 at 25 frames a second."""
    with _encoder(MPEG2_IN_TS) as encoder:
        while data := encoder.read(TS_PACKETS):
            stream.sendall(data)


def h264(stream):
    """An RTSP camera with the same picture as H.264, and a key frame each second."""
    rtsp(description=H264_SDP, play=_play_h264)(stream)


def rtsp(refuse=lambda request: None, description=SDP, play=None):
    """An RTSP camera. `refuse` returns the status and the headers of an answer that refuses a request, or None."""
    def talk(stream):
        reader = stream.makefile("rb")
        while request := _read_request(reader):
            refusal = refuse(request)
            method = request.split(" ")[0]
            _answer(stream, request, *(refusal or ("200 OK", HEADERS.get(method, ""), description if method == "DESCRIBE" else "")))
            if method == "PLAY":
                (play or _play_transport_stream)(stream)

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


def _play_transport_stream(stream):
    """Sends MPEG-TS in RTP, interleaved with the connection, until it ends."""
    with _encoder(MPEG2_IN_TS) as encoder:
        number = 0
        while data := encoder.read(TS_PACKETS):
            _send(stream, TS, number, number * 900, data)
            number += 1


def _play_h264(stream):
    """Sends each NAL unit in one packet, or cut into several (FU-A). The last packet of an access unit has the marker."""
    number = time = 0
    with _encoder(LIVE_H264) as encoder:
        for unit in _access_units(encoder):
            packets = [packet for nal in unit for packet in _packets(nal)]
            for i, packet in enumerate(packets):
                _send(stream, H264 | 0x80 * (i == len(packets) - 1), number, time, packet)
                number += 1
            time += 90_000 // 25


def _send(stream, payload_type, number, time, payload):
    packet = struct.pack(">BBHII", 0x80, payload_type, number & 0xFFFF, time & 0xFFFFFFFF, 1) + payload
    stream.sendall(struct.pack(">cBH", b"$", 0, len(packet)) + packet)


def _access_units(encoder):
    """The NAL units of each access unit."""
    unit = []
    for nal in _nals(encoder):
        if nal[0] & 0x1F == DELIMITER and unit:
            yield unit
            unit = []
        unit.append(nal)


def _nals(encoder):
    rest = b""
    while data := encoder.read1(65536):
        *whole, rest = re.split(b"\x00\x00\x00?\x01", rest + data)
        yield from filter(None, whole)


def _packets(nal):
    if len(nal) <= MOST:
        return [nal]
    pieces = [nal[start:start + MOST] for start in range(1, len(nal), MOST)]
    indicator, kind = nal[0] & 0xE0 | FRAGMENT, nal[0] & 0x1F
    return [bytes([indicator, kind | 0x80 * (i == 0) | 0x40 * (i == len(pieces) - 1)]) + piece for i, piece in enumerate(pieces)]


@contextlib.contextmanager
def _encoder(options):
    process = subprocess.Popen(
        ["ffmpeg", "-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-pix_fmt", "yuv420p", *options,
         "pipe:1"], stdout=subprocess.PIPE)
    try:
        yield process.stdout
    finally:
        process.kill()
        process.wait()
