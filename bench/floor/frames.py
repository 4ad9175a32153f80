#!/usr/bin/python3
"""Makes JPEGs like a camera's: a softly lit room with textures, things that move through it, and sensor noise.

    frames.py DIRECTORY [--small]

60 frames of 1280x704 (motion needs multiples of 16), quality 80, about 77 kB. --small: of 192x104, quality 70, about 3 kB. All are
different, and the same in every run. They loop without a jump.
Needs Debian's python3-opencv.
"""
import math
import pathlib
import sys

import cv2
import numpy

COUNT = 60
WIDTH, HEIGHT, QUALITY = 1280, 704, 80
SMALL, SMALL_QUALITY = (192, 104), 70
# Strength of the texture and of the noise. They determine the size of a JPEG.
TEXTURE, NOISE = 7.0, 2.0


def clouds(random, cell, strength):
    """Smooth random brightness with features of about cell pixels."""
    small = random.normal(0, strength, (HEIGHT // cell + 2, WIDTH // cell + 2)).astype(numpy.float32)
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


def background(random):
    """The static part: light that falls off, wall and floor with textures of several sizes, edges of furniture, some text."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.float32)
    light = 190 - 90 * ((x / WIDTH - 0.3) ** 2 + (y / HEIGHT - 0.2) ** 2)
    texture = sum(clouds(random, cell, TEXTURE / math.sqrt(64 / cell)) for cell in (4, 8, 16, 64))
    scene = numpy.stack([light * 0.85, light * 0.93, light], axis=2) + texture[..., None]
    scene[HEIGHT * 2 // 3:] *= (0.55, 0.6, 0.72)
    for i in range(14):
        left, top = int(random.integers(0, WIDTH - 200)), int(random.integers(0, HEIGHT - 160))
        size, colour = random.integers(40, 200, 2), random.uniform(0.45, 1.15, 3)
        scene[top:top + size[1], left:left + size[0]] *= colour
        cv2.putText(scene, f"shelf {i:02}", (left + 6, top + 24), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (25, 25, 30), 1, cv2.LINE_AA)
    return cv2.GaussianBlur(scene, (0, 0), 0.7)


def frame(scene, turn, random):
    """The scene with the moving things at a point of the loop, 0 to 1."""
    shown = scene * (1 + 0.02 * math.sin(2 * math.pi * turn))
    for i in range(7):
        angle = 2 * math.pi * (turn * (1 + i % 3) + i / 7)
        middle = int(WIDTH * (0.5 + 0.42 * math.cos(angle + i))), int(HEIGHT * (0.5 + 0.35 * math.sin(angle)))
        colour = [60 + 25 * i, 200 - 20 * i, 40 + 30 * (i % 4)]
        cv2.ellipse(shown, middle, (30 + 9 * i, 22 + 5 * i), math.degrees(angle), 0, 360, colour, -1, cv2.LINE_AA)
        cv2.ellipse(shown, middle, (20 + 6 * i, 14 + 3 * i), -math.degrees(angle), 0, 360, [c * 0.6 for c in colour], 2, cv2.LINE_AA)
    shown += random.normal(0, NOISE, (HEIGHT, WIDTH, 1))
    shown += random.normal(0, NOISE / 3, shown.shape)
    return numpy.clip(shown, 0, 255).astype(numpy.uint8)


def main(directory, is_small):
    directory.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(7)
    scene = background(random)
    total = 0
    for i in range(COUNT):
        image = frame(scene, i / COUNT, random)
        if is_small:
            image = cv2.resize(image, SMALL, interpolation=cv2.INTER_AREA)
        quality = SMALL_QUALITY if is_small else QUALITY
        jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        (directory / f"{i:03}.jpg").write_bytes(jpeg)
        total += len(jpeg)
    print(f"{COUNT} frames of {image.shape[1]}x{image.shape[0]}, {total / COUNT / 1000:.1f} kB each", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--small"]):
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), sys.argv[2:] == ["--small"])
