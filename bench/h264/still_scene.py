#!/usr/bin/python3
"""Makes what a camera sees that looks at little motion: a still picture with sensor noise, and one object that moves.

    still_scene.py FILE [FRAMES]

Planes of 1280x704, 4:2:0, 250 frames, of the room of bench/floor/frames.py. The noise is in the luma, normal with a standard deviation of
1.5, and the same in every run. The object has 2 % of the area and moves 4 pixels a frame.
Needs Debian's python3-opencv.
"""
import pathlib
import sys

import cv2
import numpy

sys.path.append(str(pathlib.Path(__file__).parents[1] / "floor"))
from frames import HEIGHT, WIDTH, background  # noqa: E402 - bench/floor is not a package

SIGMA, STEP = 1.5, 4
OBJECT = 160, 112  # 2 % of the area


def main(name, frames):
    random = numpy.random.default_rng(16)
    room = numpy.clip(background(random), 0, 255).astype(numpy.uint8)
    luma_of_room, red, blue = cv2.split(cv2.cvtColor(room, cv2.COLOR_BGR2YCrCb))
    still = luma_of_room.astype(numpy.float32)
    chroma = [cv2.resize(plane, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA) for plane in (blue, red)]
    width, height = OBJECT
    with open(name, "wb") as file:
        for i in range(frames):
            luma = still.copy()
            left, top = i * STEP % (WIDTH - width), HEIGHT // 3
            luma[top:top + height, left:left + width] = 90 + 40 * numpy.sin(numpy.arange(width) / 9)
            luma += random.normal(0, SIGMA, luma.shape)
            for plane in (numpy.clip(luma, 0, 255).astype(numpy.uint8), *chroma):
                file.write(plane.tobytes())


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 250)
