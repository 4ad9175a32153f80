"""MJPEG with strange boundaries, delimiters and lengths, each of a camera of its own: the worst"""
from bounds import UNDISTURBED, at_most
from cameras import Dialect
from judge import AS_SENT, alongside, judge_all, service_of, wrong_reasons

BOUNDS = {**UNDISTURBED, **AS_SENT, "wrong_reasons": at_most(0)}
QUERY = "camera=test"
FRESH = True
SECONDS = 3


def mjpeg(part, boundary="frame", first=None, piece=0):
    return Dialect(f"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary={boundary}\r\n\r\n", part, first, piece=piece)


def with_length(length):
    return mjpeg(f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{{jpeg}}\r\n")


PART = "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n"
DIALECTS = {
    # Boundaries of the header.
    "with spaces and signs": mjpeg("--a b:c/d=e\r\n\r\n{jpeg}\r\n", "a b:c/d=e"),
    "quoted": mjpeg("--a b:c/d=e\r\n\r\n{jpeg}\r\n", '"a b:c/d=e"'),
    "quoted at one end": mjpeg(PART, '"frame'),
    "dashes in both": mjpeg(PART, "--frame"),
    "dashes twice": mjpeg("----frame\r\n\r\n{jpeg}\r\n", "--frame"),
    "dashes in none": mjpeg("frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n"),
    "empty": mjpeg("--\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n", ""),
    "absent": Dialect("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n"),
    # Delimiters of the body.
    "another delimiter": mjpeg("--another\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n"),
    "another delimiter each time": mjpeg("--number-{n}\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n"),
    "two dashes at the end": mjpeg("--frame--\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n"),
    "twice": mjpeg("--frame\r\n" + PART),
    "missing after the first": mjpeg("{jpeg}", first=PART),
    "missing before the first": mjpeg(PART, first="Content-Type: image/jpeg\r\n\r\n{jpeg}\r\n"),
    "missing, and no head either": mjpeg(PART, first="{jpeg}\r\n"),
    "never": mjpeg("Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n{jpeg}\r\n"),
    "no line end before it": mjpeg("--frame\r\n\r\n{jpeg}"),
    "bare LF": mjpeg("--frame\nContent-Type: image/jpeg\nContent-Length: {length}\n\n{jpeg}\n"),
    "no empty line": mjpeg("--frame\r\nContent-Type: image/jpeg\r\n{jpeg}\r\n"),
    "a preamble": mjpeg(PART, first="Of no\r\nuse\r\n\r\n" + PART),
    # Lengths.
    "too short": with_length("{short}"),
    "too long": with_length("{long}"),
    "doubled": with_length("{length}\r\nContent-Length: {length}"),
    "doubled, and wrong first": with_length("{short}\r\nContent-Length: {length}"),
    "not a number": with_length("many"),
    "below 0": with_length("-1"),
    "of 10 GB": with_length("10737418240"),
    "cut everywhere": mjpeg(PART, piece=61),
    "sound between": mjpeg("--frame\r\nContent-Type: audio/basic\r\n\r\nla la\r\n" + PART),
}
H264 = mjpeg("--frame\r\nContent-Type: video/x-raw\r\n\r\n\0\0\0\x01\x67 and more\r\n")


def start():
    return service_of(DIALECTS, refused={"h264": H264})


def disturb(service):
    yield from alongside(lambda: {**judge_all(service), "wrong_reasons": wrong_reasons(service, {"h264": "sends H.264 in the parts"})})
