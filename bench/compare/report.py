#!/usr/bin/python3
"""Makes tables and a plot from the measurements of compare.sh, and compares them with their bounds.

    report.py [--keep FILE.json] [--svg FILE.svg] [--write FILE.md --section NAME] DIRECTORY | FILE.json

DIRECTORY is compare.sh's working directory; FILE.json was made by --keep. Prints Markdown, or writes it into FILE.md between
<!-- NAME:begin --> and <!-- NAME:end -->. Exits with 1 if a figure misses its bound (budgets.py). Needs nothing but Python.
"""
import argparse
import json
import os
import pathlib
import sys

from budgets import judge
from plot import svg
from runs import Runs
from tables import facts_table, runs_table, slopes_table, table


def read_facts(directory):
    return dict(line.split("\t", 1) for line in (directory / "facts").read_text().splitlines())


def collect(directory):
    """Everything that compare.sh measured, in the form of --keep."""
    found = {"facts": read_facts(directory), "runs": {}}
    for file in sorted((directory / "runs").glob("*.json")):
        system, viewers = file.stem.rsplit("-", 1)
        found["runs"].setdefault(system, {})[viewers] = json.loads(file.read_text())
    for name, key in ("idle", "idle_percent"), ("qualities", "qualities_percent"), ("start", "start_seconds"):
        if (directory / name).exists():
            found[key] = json.loads((directory / name).read_text())
    return found


def markdown(found, runs, rows, plot):
    parts = [facts_table(found["facts"]), runs_table(runs), plot, slopes_table(runs)]
    if rows:
        parts.append(table(["asked", "found", ""], rows))
    return "\n\n".join(part for part in parts if part)


def put_between(file, section, text):
    """Replaces the text between the section's marks."""
    begin, end = f"<!-- {section}:begin -->", f"<!-- {section}:end -->"
    before, found_begin, rest = file.read_text().partition(begin)
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        sys.exit(f"report: {file} has no {begin} with an {end} after it")
    file.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", type=pathlib.Path, metavar="DIRECTORY|FILE.json")
    for option in ("--keep", "--svg", "--write"):
        parser.add_argument(option, type=pathlib.Path)
    parser.add_argument("--section", default="compare")
    options = parser.parse_args()

    found = collect(options.source) if options.source.is_dir() else json.loads(options.source.read_text())
    if options.keep:
        options.keep.write_text(json.dumps(found, indent=2) + "\n")
    runs = Runs(found)
    if not runs.systems():
        sys.exit("report: nothing was measured")
    plot = ""
    if options.svg:
        options.svg.write_text(svg(runs))
        at = os.path.relpath(options.svg, options.write.parent) if options.write else options.svg
        plot = f"![CPU of the server against viewers]({at})"
    rows, all_met = judge(found, runs)
    text = markdown(found, runs, rows, plot)
    if options.write:
        put_between(options.write, options.section, text)
    else:
        print(text)
    sys.exit(0 if all_met else 1)


if __name__ == "__main__":
    main()
