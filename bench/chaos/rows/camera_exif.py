"""cameras whose Exif data says how to turn the picture: outputs that disagree about size or way up, of 54"""
import contextlib
import http.client
import sys

from bounds import UNDISTURBED, at_most
from cameras import Dialect
from jpegs import brightness, corners, size, turned, with_exif
from judge import alongside, see, service_of, status_of, without_comment

BOUNDS = {**UNDISTURBED, "wrong_outputs": at_most(0), "altered_frames": at_most(0)}
QUERY = "camera=test"
FRESH = True
SECONDS = 3
UPRIGHT = [None, 1]
ORIENTATIONS = [*UPRIGHT, 2, 3, 4, 5, 6, 7, 8]


def start():
    return service_of({orientation: Dialect(jpegs=(with_exif(corners(), orientation),)) for orientation in ORIENTATIONS})


def disturb(service):
    yield from alongside(lambda: compare(collect(service)))


def compare(outputs):
    figures = {"wrong_outputs": 0, "altered_frames": 0}
    for title, orientation, output in outputs:
        if not is_right(output, orientation or 1):
            figures["wrong_outputs"] += 1
            print(f"chaos: orientation {orientation}, {title}: wrong", file=sys.stderr)
        if title == "socket" and orientation in UPRIGHT:
            figures["altered_frames"] += output != with_exif(corners(), orientation)
    return figures


def collect(service):
    """What leaves the service of each camera: JPEGs, and sizes that it says."""
    for index, orientation in enumerate(ORIENTATIONS):
        camera = f"camera=c{index}"
        yield "socket", orientation, see(service, f"?{camera}", frames=1).jpegs[0]
        # The camera's size is known when this one says hello.
        encoded = see(service, f"?{camera}&quality=50&adaptive=false", frames=1)
        yield "socket, encoded", orientation, encoded.jpegs[0]
        yield "hello", orientation, (encoded.text("hello").get("width"), encoded.text("hello").get("height"))
        yield "snapshot", orientation, without_comment(service.get(f"/snapshot.jpg?{camera}")[2])[1]
        yield "MJPEG", orientation, without_comment(first_part(service, f"/video_feed?{camera}"))[1]
        status = status_of(service, f"c{index}")
        yield "status", orientation, (status["width"], status["height"])


def first_part(service, path):
    """The first JPEG of an MJPEG stream."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        while not (line := answer.readline()).lower().startswith(b"content-length:"):
            if not line:
                raise EOFError
        answer.readline()
        return answer.read(int(line.split(b":")[1]))


def is_right(output, orientation):
    """Whether a JPEG shows what a program shows that knows Exif, and says nothing of it; or whether a size is that of the picture."""
    expected = turned(brightness(corners()), orientation)
    width, height = len(expected[0]), len(expected)
    if isinstance(output, tuple):
        return output == (width, height)
    if size(output) != (width, height) or (orientation != 1 and b"Exif" in output):
        return False
    shown = brightness(output)
    difference = sum(abs(a - b) for row, other in zip(expected, shown) for a, b in zip(row, other))
    return difference / (width * height) < 4
