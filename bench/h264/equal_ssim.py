#!/usr/bin/python3
"""Bytes a frame of H.264 and of JPEG that look equally good, by the SSIM of luma and chroma that ffmpeg's filter ssim prints as "All".

    equal_ssim.py BENCHMARKS.dll NAME SSIM MOST SIZE PLANES

Searches the quality and the bitrate that reach the SSIM. Prints a row of a table. The exit code is 1 if H.264 takes more than MOST times
the bytes of JPEG.
"""
import os
import re
import subprocess
import sys
import tempfile

KILOBITS = 50, 20_000
STEPS = 8


class Encodings:
    """Encodes the pictures with any setting, and compares the result with them."""

    def __init__(self, benchmarks, size, planes, folder):
        self._benchmarks, self._size, self._planes = benchmarks, size, planes
        self._stream = os.path.join(folder, "stream")

    def measure(self, codec, number):
        """Bytes a frame, and the SSIM."""
        bytes_a_frame = subprocess.run(
            ["dotnet", self._benchmarks, "--stream", codec, str(number), self._size, self._planes, self._stream],
            check=True, capture_output=True, text=True).stdout
        raw = ["-f", "rawvideo", "-pixel_format", "yuvj420p", "-video_size", self._size, "-framerate", "25", "-i", self._planes]
        report = subprocess.run(
            ["ffmpeg", "-nostdin", "-hide_banner", "-framerate", "25", "-f", "mjpeg" if codec == "jpeg" else "h264", "-i", self._stream,
             *raw, "-lavfi", "[0:v]setpts=N/25/TB[a];[1:v]setpts=N/25/TB[b];[a][b]ssim", "-f", "null", "-"],
            check=True, capture_output=True, text=True).stderr
        return float(bytes_a_frame), float(re.search(r"All:([0-9.]+)", report).group(1))


def search(encodings, codec, low, high, target):
    """The bytes at the target, and the least setting that reaches it."""
    seen = {number: encodings.measure(codec, number) for number in (low, high)}
    if not seen[low][1] < target <= seen[high][1]:
        sys.exit(f"equal_ssim: {codec} has an SSIM of {seen[low][1]} to {seen[high][1]}")
    for _ in range(STEPS):
        middle = round((low * high) ** 0.5)
        if middle in seen:
            break
        seen[middle] = encodings.measure(codec, middle)
        low, high = (low, middle) if seen[middle][1] >= target else (middle, high)
    # On the line between the two settings next to it.
    (less, worse), (more, better) = seen[low], seen[high]
    return less + (more - less) * (target - worse) / (better - worse), high


def main(benchmarks, name, target, most, size, planes):
    with tempfile.TemporaryDirectory() as folder:
        encodings = Encodings(benchmarks, size, planes, folder)
        jpeg, quality = search(encodings, "jpeg", 1, 100, float(target))
        h264, bitrate = search(encodings, "h264", *KILOBITS, float(target))
    is_met = h264 <= float(most) * jpeg
    print(f"| {name} | {target} | {jpeg:.0f} (quality {quality}) | {h264:.0f} ({bitrate} kbit/s) | {h264 / jpeg:.2f} | {most} | "
          f"{'met' if is_met else '**missed**'} |")
    return 0 if is_met else 1


if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
