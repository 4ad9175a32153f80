"""A viewer of H.264 that notes when key frames come."""
import contextlib
import re
import threading
import time

from clients import BINARY, GONE, open_stream, read_frame

QUERY = "?codec=h264"
# An IDR slice (nal_unit_type 5, ITU-T H.264, table 7-1) after a start code.
_KEY = re.compile(rb"\x00\x00\x01[\x05\x25\x45\x65]")


def is_key_frame(unit):
    return _KEY.search(unit) is not None


class Witness:
    """Watches in a thread. times has the arrival of each frame, keys that of each key frame, on the monotonic clock."""

    def __init__(self, port):
        self.times, self.keys = [], []
        self._client = open_stream(port, QUERY)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with contextlib.suppress(*GONE):
            while True:
                first, payload = read_frame(self._client)
                if first != BINARY:
                    continue
                now = time.monotonic()
                self.times.append(now)
                if is_key_frame(payload):
                    self.keys.append(now)

    def wait_frames(self, count, seconds=10):
        """Waits until it has seen so many frames."""
        end = time.monotonic() + seconds
        while len(self.times) < count:
            if time.monotonic() > end:
                raise RuntimeError(f"{len(self.times)} frames of H.264 in {seconds} s")
            time.sleep(0.01)

    def key_frames_since(self, start):
        return sum(key >= start for key in self.keys)

    def longest_gap_since(self, start):
        """Milliseconds, with the time until now."""
        seen = [start, *(at for at in self.times if at >= start), time.monotonic()]
        return 1000 * max(later - earlier for earlier, later in zip(seen, seen[1:]))

    def close(self):
        self._client.close()
