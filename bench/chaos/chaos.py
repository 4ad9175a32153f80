"""Runs the rows of bench/chaos/rows. See bench/chaos.sh.

A row is a module with a docstring, which is the first column, and these names:

    BOUNDS      the figures and what they must be: {"rate": at_least(29), "gap_ms": at_most(150)}. "rate", "gap_ms" and "age_p95_ms" are the
                healthy viewer's; a row can yield more.
    disturb     a generator function with one argument, the service: starts the misbehaviour, yields a dictionary, and ends it. What it
                puts into the dictionary, before or after the yield, are its own figures. The healthy viewer watches during the yield.
    start       optional: a function that starts the service; default: Service()
    QUERY       optional: the healthy viewer's query
    VIEWER      optional: False if there is no healthy viewer
    FRESH       optional: True if each turn needs a new service, because disturb changes or stops it
    SECONDS     optional: how long the healthy viewer watches, if what happens beside it has a duration of its own. Counts also with
                --quick. Alone, the viewer never watches for longer than --seconds.
    TURNS       optional: the most turns, of a row that takes long
"""
import argparse
import contextlib
import datetime
import importlib
import json
import os
import pkgutil
import platform
import re
import statistics
import subprocess
import sys
import traceback

import rows
from bounds import number
from service import ROOT, Service, allow_descriptors, watch

DOCUMENT = os.path.join(ROOT, "docs/security.md")
BEGIN, END = "<!-- chaos:begin -->", "<!-- chaos:end -->"
NAMES = {"rate": "viewer: frames/s", "gap_ms": "viewer: longest gap, ms", "age_p95_ms": "viewer: age p95, ms"}


def main():
    options = parse()
    allow_descriptors(4096)
    if options.service:
        Service.dll = os.path.abspath(options.service)
    names = [module.name for module in pkgutil.iter_modules(rows.__path__)]
    if options.list:
        print("\n".join(name.replace("_", "-") for name in names))
        return 0
    wanted = [name.replace("-", "_") for name in options.only] or names
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        sys.exit(f"chaos: there is no row {', '.join(unknown)}; --list names them")
    lines, figures = [], {}
    for name in wanted:
        row = importlib.import_module(f"rows.{name}")
        figures[name] = run(row, options)
        lines += table_lines(row, figures[name])
    table = "\n".join(["| beside the viewer | figure | alone | beside | must be | |", "|---|---|---|---|---|---|", *lines])
    print(table)
    if options.keep:
        with open(options.keep, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
    if options.write:
        write(table)
    return 1 if any("**missed**" in line for line in lines) else 0


def parse():
    parser = argparse.ArgumentParser(prog="bench/chaos.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], metavar="ROW")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", metavar="FILE.json")
    parser.add_argument("--service", metavar="DLL")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.turns, options.seconds = 1, 3
    return options


def run(row, options):
    """Runs the turns of a row. Returns the figures of each: what the viewer had alone, and beside."""
    turns = []
    start = getattr(row, "start", Service)
    is_fresh = getattr(row, "FRESH", False)
    with contextlib.ExitStack() as kept:
        service = None if is_fresh else enter(kept, start)
        for turn in range(min(options.turns, getattr(row, "TURNS", options.turns))):
            print(f"chaos: {row.__name__.split('.')[-1].replace('_', '-')}, turn {turn + 1}", file=sys.stderr)
            turns.append(try_turn(row, service, start, options))
    return turns


def try_turn(row, service, start, options):
    """Runs a turn. One that fails has no figures, which misses every bound."""
    try:
        with contextlib.ExitStack() as own:
            return run_turn(row, service or enter(own, start), options)
    except Exception:  # Whatever it is, the other rows still count.
        traceback.print_exc()
        return {"alone": {}, "beside": {}}


def enter(stack, start):
    """Starts the service. A row's start can also be a context manager, with what else it needs."""
    return stack.enter_context(start())


def run_turn(row, service, options):
    query = getattr(row, "QUERY", "")
    has_viewer = getattr(row, "VIEWER", True)
    seconds = getattr(row, "SECONDS", options.seconds)
    alone = watch(service, min(seconds, options.seconds), query=query) if has_viewer else {}
    with contextlib.contextmanager(row.disturb)(service) as own:
        beside = watch(service, seconds, query=query) if has_viewer else {}
    return {"alone": alone, "beside": {**beside, **own}}


def table_lines(row, turns):
    """The lines of a row: the median of the turns of each figure."""
    title = " ".join(row.__doc__.split("\n\n")[0].split())
    for name, bound in row.BOUNDS.items():
        alone, beside = median(turns, "alone", name), median(turns, "beside", name)
        if beside is None:
            beside = float("inf") if bound.is_most else 0
        result = "" if bound.holds(beside) else "**missed**"
        yield f"| {title} | {NAMES.get(name, name.replace('_', ' '))} | {number(alone)} | {number(beside)} | {bound} | {result} |"
        title = ""


def median(turns, part, name):
    values = [turn[part].get(name) for turn in turns]
    # The median of most turns: one that failed does not count as good.
    known = [value for value in values if value is not None]
    return statistics.median(known) if 2 * len(known) > len(values) else None


def write(table):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    machine = f"{os.cpu_count()} cores ({platform.machine()})"
    facts = f"{datetime.date.today()}, {machine}, commit {commit or 'unknown'}, viewers on the same machine."
    with open(DOCUMENT, encoding="utf-8") as file:
        text = file.read()
    if BEGIN not in text or END not in text:
        sys.exit(f"chaos: {DOCUMENT} has no {BEGIN} … {END}")
    replaced = re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{facts}\n\n{table}\n{END}", text, flags=re.DOTALL)
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write(replaced)


if __name__ == "__main__":
    sys.exit(main())
