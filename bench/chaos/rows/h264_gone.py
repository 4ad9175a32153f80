"""two viewers of the same H.264: one stops reading, the other's connection is reset"""
import time

import access_units
from access_units import Witness
from bounds import UNDISTURBED, at_most
from clients import open_stream, read_frame, reset

BOUNDS = {**UNDISTURBED, "key_frames": at_most(0), "gap_of_another_ms": at_most(150)}
QUERY = "codec=h264"
SECONDS = 4


def disturb(service):
    witness = Witness(service.port)
    stalled, gone = (open_stream(service.port, access_units.QUERY, receive_buffer=4096) for _ in range(2))
    for _ in range(30):
        read_frame(stalled)
        read_frame(gone)
    figures = {}
    yield figures
    # Counted after the healthy viewer has gone, because it joined, and so caused a key frame.
    began = time.monotonic()
    reset(gone)
    time.sleep(SECONDS)
    figures.update(key_frames=witness.key_frames_since(began), gap_of_another_ms=witness.longest_gap_since(began))
    stalled.close()
    witness.close()
