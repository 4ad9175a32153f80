"""JPEGs as cameras send them."""
import functools
import os
import struct
import subprocess
import tempfile


@functools.lru_cache
def film(width=1280, height=720, frames=30):
    """JPEGs with edges and motion, as an honest camera's."""
    return _draw(f"testsrc2=size={width}x{height}:rate=30", frames)


@functools.lru_cache
def corners(width=160, height=64):
    """A black JPEG with a white corner at the top left and a grey one at the top right: it shows which way up it is."""
    return _draw(
        f"color=black:size={width}x{height},drawbox=0:0:{width // 4}:{height // 4}:white:fill,"
        f"drawbox={width * 3 // 4}:0:{width // 4}:{height // 4}:gray:fill", 1)[0]


def _draw(source, frames):
    """What a source of ffmpeg's lavfi shows, as a tuple of JPEGs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, "-frames:v", str(frames), "-q:v", "5",
             os.path.join(folder, "%03d.jpg")], check=True)
        return tuple(_bytes(os.path.join(folder, name)) for name in sorted(os.listdir(folder)))


def brightness(jpeg):
    """The rows of a JPEG's brightness."""
    raw = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-noautorotate", "-f", "mjpeg", "-i", "pipe:0", "-frames:v", "1", "-pix_fmt", "gray",
         "-f", "rawvideo", "pipe:1"], input=jpeg, capture_output=True, check=True).stdout
    width, _ = size(jpeg)
    return [raw[at:at + width] for at in range(0, len(raw), width)]


def _bytes(path):
    with open(path, "rb") as file:
        return file.read()


# JPEGs, written marker by marker (ITU T.81).

def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def segments(jpeg):
    """The segments before the image data, as marker, start and end."""
    at = 2
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        end = at + 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
        yield jpeg[at + 1], at, end
        at = end


def size(jpeg):
    """Width and height."""
    at = next(start for marker, start, _ in segments(jpeg) if marker in (0xC0, 0xC1, 0xC2))
    height, width = struct.unpack_from(">HH", jpeg, at + 5)
    return width, height


def with_segment(jpeg, marker, payload):
    """The same JPEG with one more segment after its start."""
    return jpeg[:2] + segment(marker, payload) + jpeg[2:]


def with_exif(jpeg, orientation=None, thumbnail=b""):
    """The same JPEG with Exif data: its width, perhaps an orientation, perhaps a thumbnail."""
    entries = [struct.pack(">HHIHH", 0x0100, 3, 1, 64, 0)]
    if orientation is not None:
        entries.append(struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0))
    tiff = b"MM" + struct.pack(">HIH", 42, 8, len(entries)) + b"".join(entries) + bytes(4)
    return with_segment(jpeg, 0xE1, b"Exif\0\0" + tiff + thumbnail)


def turned(rows, orientation):
    """Rows of pixels, as a program shows them that knows Exif's orientation."""
    if orientation in (5, 6, 7, 8):
        rows = list(zip(*rows))
    if orientation in (3, 4, 7, 8):
        rows = rows[::-1]
    if orientation in (2, 3, 6, 7):
        rows = [row[::-1] for row in rows]
    return [bytes(row) for row in rows]


def scans_jpeg(width, height, scans, shade=0):
    """
    A progressive JPEG in one of 16 shades of grey, whose scans all decode and change nothing. Each costs the decoder a pass over all
    blocks.
    """
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    quantization = segment(0xDB, b"\0" + bytes([16] * 64))
    head = segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    # Codes for DC differences of no bits (0) and of five bits (10), and for a run of EOBs whose length has 14 bits (0).
    direct = segment(0xC4, b"\x00" + _codes(1, 1) + b"\x00\x05")
    alternating = segment(0xC4, b"\x10" + _codes(1) + b"\xE0")
    jpeg = b"\xFF\xD8" + quantization + head + direct + alternating
    jpeg += _scan(b"\x00\x00\x00") + _bits("10" + format(16 + shade % 16, "05b") + "0" * (blocks - 1))
    runs = ""
    left = blocks
    while left > 0:
        run = min(left, 32767)
        # Runs below 16384 are rounded up: the decoder forgets what is left of one at the end of a scan.
        runs += "0" + format(max(run, 16384) - 16384, "014b")
        left -= run
    return jpeg + (_scan(b"\x01\x3F\x00") + _bits(runs)) * (scans - 1) + b"\xFF\xD9"


def _codes(*lengths):
    """How many codes a Huffman table has of each length, from one bit on."""
    return bytes(lengths) + bytes(16 - len(lengths))


def _scan(band):
    """The head of a scan of the only component, for a band of coefficients."""
    return segment(0xDA, b"\x01\x01\x00" + band)


def _bits(bits):
    """Entropy-coded data, with ones up to the whole byte, and a zero after each FF."""
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return data.replace(b"\xFF", b"\xFF\x00")
