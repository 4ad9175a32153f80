#!/usr/bin/python3
"""Compares two builds of the service from the measurements of compare.sh --against.

    against_report.py [--keep FILE.json] DIRECTORY | FILE.json

Each turn has measured "old", "new", and old "again". A figure of the new build is divided by that of the old one in the same turn. The same
division for "again" is the spread: how much the old build differs from itself. The new build is not worse if the median of its ratios is
within that spread; with five turns or more the lowest and highest ratio do not count. Counts must not be higher at all.
Exits with 1 if a figure is worse. Needs nothing but Python.
"""
import argparse
import json
import math
import pathlib
import statistics
import sys

from report import read_facts
from runs import slope
from tables import facts_table, table

BUILDS = "old", "new", "again"
COUNT_TOLERANCE = 0.02  # encodes are counted shortly before and after the measured time


def age(percentile, run):
    return lambda runs: (runs[run].get("age") or {}).get(percentile, math.inf)


def cpu(run):
    return lambda runs: runs[run]["server"]["cpu_percent"]


def cpu_with_children(run):
    return lambda runs: runs[run]["server"]["cpu_percent"] + runs[run]["server"]["children_cpu_percent"]


def memory(run):
    return lambda runs: runs[run]["server"]["memory_mb"]


def encodes(run):
    return lambda runs: (runs[run].get("encodes") or {}).get("per_captured") or 0


RATIOS = {
    "CPU of an additional frame, 20 to 200 viewers, µs": ("{:.1f}", lambda runs: slope(runs["20"], runs["200"])),
    "age of one viewer, passed, p50, ms": ("{:.2f}", age("p50_ms", "1")),
    "age of one viewer, passed, p99, ms": ("{:.2f}", age("p99_ms", "1")),
    "age of one viewer, encoded, p50, ms": ("{:.2f}", age("p50_ms", "encoded")),
    "age of one viewer, encoded, p99, ms": ("{:.2f}", age("p99_ms", "encoded")),
    "CPU of one viewer, resized to 640x360, %": ("{:.2f}", cpu("resized")),
    "CPU of one viewer of an RTSP camera, without ffmpeg, %": ("{:.2f}", cpu("rtsp")),
    "the same with ffmpeg, if it runs, %": ("{:.2f}", cpu_with_children("rtsp")),
    "memory with 1 viewer, MB": ("{:.1f}", memory("1")),
    "memory with 400 viewers, MB": ("{:.1f}", memory("400")),
}
COUNTS = {
    "encodes a captured frame, 200 viewers, passed": encodes("200"),
    "encodes a captured frame, one viewer, encoded": encodes("encoded"),
    "viewers refused or disconnected": lambda runs: sum(run["refused"] + run["ended_early"] for run in runs.values()),
}


def collect(directory):
    """All reports, by turn, build and run, in the form of --keep."""
    turns = {}
    for file in (directory / "runs").glob("*.json"):
        turn, build, run = file.stem.split("-")
        turns.setdefault(turn, {}).setdefault(build, {})[run] = json.loads(file.read_text())
    return {"facts": read_facts(directory), "turns": [turns[turn] for turn in sorted(turns, key=int)]}


def ratios_to_old(values, build):
    return [own / old if old else math.inf for own, old in zip(values[build], values["old"])]


def spread(ratios):
    """The lowest and highest ratio; with five or more without the extremes."""
    ordered = sorted(ratios)
    if len(ordered) >= 5:
        ordered = ordered[1:-1]
    return ordered[0], ordered[-1]


def ratio_rows(turns):
    for name, (form, figure) in RATIOS.items():
        values = {build: [figure(turn[build]) for turn in turns] for build in BUILDS}
        medians = [form.format(statistics.median(values[build])) for build in BUILDS]
        new, again = ratios_to_old(values, "new"), ratios_to_old(values, "again")
        low, high = spread(again)
        ratio = statistics.median(new)
        yield [name, *medians, f"{ratio:.3f}", f"{statistics.median(again):.3f}", f"{low:.3f} to {high:.3f}"], ratio <= max(high, 1)


def count_rows(turns):
    for name, figure in COUNTS.items():
        medians = [statistics.median(figure(turn[build]) for turn in turns) for build in BUILDS]
        old, new, again = medians
        yield [name, *(f"{median:.2f}" for median in medians), "-", "-", "-"], new <= max(old, again) + COUNT_TOLERANCE


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", type=pathlib.Path, metavar="DIRECTORY|FILE.json")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()

    found = collect(options.source) if options.source.is_dir() else json.loads(options.source.read_text())
    if options.keep:
        options.keep.write_text(json.dumps(found, indent=2) + "\n")
    turns = found["turns"]
    rows = [*ratio_rows(turns), *count_rows(turns)]
    head = [f"medians of {len(turns)} turns", "old", "new", "old again", "new / old", "old again / old", "spread of that", ""]
    print(facts_table(found["facts"]), "", table(head, [[*row, "not worse" if met else "**worse**"] for row, met in rows]), sep="\n")
    sys.exit(0 if all(met for _, met in rows) else 1)


if __name__ == "__main__":
    main()
