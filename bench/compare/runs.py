"""Reports of the load generator, by system and number of viewers, and what is computed from them."""
import math

OURS = "ws-passed", "ws-encoded", "mjpeg-passed", "mjpeg-encoded"

# One viewer whose pictures are made for it: from an RTSP camera, resized, with OSD.
ALONE = "ws-rtsp", "ws-resized", "ws-osd"

# H.264 that the service encodes, and that of an RTSP camera.
H264 = "ws-h264", "ws-h264-passed"


def slope(few, many):
    """Microseconds of CPU for an additional frame, from the reports of two numbers of viewers. Infinite if there is no additional frame."""
    frames = many["frames"] / many["seconds"] - few["frames"] / few["seconds"]
    cpu = many["server"]["cpu_percent"] - few["server"]["cpu_percent"]
    return cpu / 100 * 1e6 / frames if frames > 0 else math.inf


class Runs:
    ORDER = "floor", *OURS, *H264, *ALONE, "videostream", "ustreamer", "motion", "fastapi"

    def __init__(self, found):
        runs = {system: {int(viewers): report for viewers, report in by_viewers.items()} for system, by_viewers in found["runs"].items()}
        self.runs = {system: runs[system] for system in self.ORDER if system in runs}

    def systems(self):
        return list(self.runs)

    def viewers(self, system):
        return sorted(self.runs.get(system, {}))

    def all_viewers(self):
        return sorted({number for by_viewers in self.runs.values() for number in by_viewers})

    def get(self, system, viewers):
        return self.runs.get(system, {}).get(viewers)

    def cpu(self, system, viewers):
        return self.get(system, viewers)["server"]["cpu_percent"]

    def span(self, system, of):
        """The measured numbers of viewers at the ends of a span, or the nearest ones within it. None if there are no two."""
        low, high = of
        known = [number for number in self.viewers(system) if high is None or number <= high]
        if not known or (high is None and low not in known):
            return None
        many = known[-1]
        few = low if low in known and low < many else known[0]
        return (few, many) if few < many and (high or few == low) else None

    def slope(self, system, span):
        """Microseconds of CPU for an additional frame. None if an end of the span was not measured."""
        few, many = (self.get(system, number) for number in span)
        if not few or not many or "server" not in few or "server" not in many:
            return None
        return slope(few, many)

    def ratio(self, system, span):
        """The slope as a multiple of the floor's. None if one of them is unknown."""
        own, floor = self.slope(system, span), self.slope("floor", span)
        return own / floor if own is not None and floor and 0 < floor < math.inf else None
