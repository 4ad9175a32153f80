"""JPEGs with odd ends, padding, thumbnails and markers, streamed and polled, each of a camera of its own: the worst"""
from bounds import UNDISTURBED
from cameras import Dialect, polled
from jpegs import film, with_exif, with_segment
from judge import AS_SENT, alongside, judge_all, service_of

BOUNDS = {**UNDISTURBED, **AS_SENT}
QUERY = "camera=test"
FRESH = True
SECONDS = 3


def changed(change):
    return tuple(change(jpeg) for jpeg in film(160, 120, 30))


FRAMES = {
    "no end marker": ("{open}", ()),
    "no end marker, then zeros": ("{open}{zeros}", ()),
    "padding after it": ("{jpeg}{zeros}", ()),
    "10 kB of padding after it": ("{jpeg}" + "{zeros}" * 10, ()),
    "ones after it": ("{jpeg}{ones}", ()),
    "padding before it": ("{zeros}{jpeg}", ()),
    "double markers": ("{soi}{jpeg}{eoi}", ()),
    "empty pairs between": ("{soi}{eoi}{jpeg}{soi}{eoi}", ()),
    "thumbnail inside": ("{jpeg}", changed(lambda jpeg: with_exif(jpeg, thumbnail=jpeg))),
    "thumbnail in a segment of its own": ("{jpeg}", changed(lambda jpeg: with_segment(jpeg, 0xE3, jpeg))),
    "Exif without an orientation": ("{jpeg}", changed(with_exif)),
    "Exif that says upright": ("{jpeg}", changed(lambda jpeg: with_exif(jpeg, 1))),
}
DIALECTS = {
    **{title: Dialect(part=f"--frame\r\n\r\n{body}\r\n", jpegs=jpegs) for title, (body, jpegs) in FRAMES.items()},
    **{f"{title}, polled": polled(part=body, jpegs=jpegs) for title, (body, jpegs) in FRAMES.items()},
    "no end marker, with a length": Dialect(part="--frame\r\nContent-Length: {length}\r\n\r\n{open}\r\n"),
    "empty pairs as parts": Dialect(part="--frame\r\n\r\n{soi}{eoi}\r\n--frame\r\n\r\n{jpeg}\r\n"),
    "ones after it, without parts": Dialect("HTTP/1.1 200 OK\r\n\r\n", "{jpeg}{ones}"),
}


def start():
    return service_of(DIALECTS)


def disturb(service):
    yield from alongside(lambda: judge_all(service))
