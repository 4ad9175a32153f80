"""What a figure must be."""
import dataclasses
import math


@dataclasses.dataclass(frozen=True)
class Bound:
    limit: float
    is_most: bool

    def holds(self, value):
        return value <= self.limit if self.is_most else value >= self.limit

    def __str__(self):
        return f"{'at most' if self.is_most else 'at least'} {number(self.limit)}"


def at_most(limit):
    return Bound(limit, True)


def at_least(limit):
    return Bound(limit, False)


# The viewer of the test pattern at 30 frames a second.
UNDISTURBED = {"rate": at_least(29), "gap_ms": at_most(150)}


def number(value):
    if value is None:
        return "–"
    if math.isinf(value):
        return "never"
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 100 else f"{value:.0f}"
