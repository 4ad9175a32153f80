#!/usr/bin/python3
"""Makes tables and a plot of what compare.sh measured, and says whether it is good enough.

    compare_report.py [--keep FILE.json] [--svg FILE.svg] [--write FILE.md --section NAME] DIRECTORY | FILE.json

DIRECTORY is compare.sh's, FILE.json what --keep made of one. Prints Markdown, or puts it into FILE.md between <!-- NAME:begin --> and <!-- NAME:end -->.
Exits with 1 if a figure isn't what is asked of it (see budgets below). Needs nothing but Python.
"""
import argparse
import json
import math
import os
import pathlib
import statistics
import sys

SPANS = (20, 200), (200, None)  # viewers between which the cost of an additional picture is reckoned; None: the most that there are
OURS = "ws-passed", "ws-encoded", "mjpeg-passed", "mjpeg-encoded"

# What is asked of each of these.
SLOPE = 1.4  # times the floor's CPU for an additional picture, less than
MANY, MANY_RATE, MANY_AGE_P99 = 800, 29, 80  # viewers; pictures a second of each at least; ms, less than
ALONE_AGE = {"passed": (5, 8), "encoded": (9, 14)}  # ms of p50 and p99 of one viewer, less than
MEMORY_OF, MEMORY = 400, 200  # viewers; MB, less than
IDLE = 1  # % of a core with nobody there, less than
QUALITIES = 1.15  # times what the encodes and sends cost by themselves, at most
START = 1.5  # seconds from the process's start to a whole picture, less than


# What was measured

def collect(directory):
    """All that compare.sh left, as it is kept."""
    found = {
        "facts": dict(line.split("\t", 1) for line in (directory / "facts").read_text().splitlines()),
        "runs": {},
    }
    for file in sorted((directory / "runs").glob("*.json")):
        system, viewers = file.stem.rsplit("-", 1)
        found["runs"].setdefault(system, {})[viewers] = json.loads(file.read_text())
    if (directory / "idle").exists():
        found["idle_percent"] = float((directory / "idle").read_text())
    if (directory / "qualities").exists():
        found["qualities_percent"] = json.loads((directory / "qualities").read_text())
    if (directory / "start").exists():
        found["start_seconds"] = json.loads((directory / "start").read_text())
    return found


class Runs:
    """The reports of the load generator, by system and number of viewers."""

    ORDER = "floor", *OURS, "videostream", "ustreamer", "motion", "fastapi"

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
        """The numbers of viewers that a system has of a span, or instead of it if it has fewer; None if it has no two."""
        low, high = of
        known = [number for number in self.viewers(system) if high is None or number <= high]
        if not known or (high is None and low not in known):
            return None
        many = known[-1]
        few = low if low in known and low < many else known[0]
        return (few, many) if few < many and (high or few == low) else None

    def slope(self, system, span):
        """Microseconds of CPU for each additional picture between two numbers of viewers: endless if there is none; None if one wasn't measured."""
        few, many = (self.get(system, number) for number in span)
        if not few or not many or "server" not in few or "server" not in many:
            return None
        pictures = many["pictures"] / many["seconds"] - few["pictures"] / few["seconds"]
        cpu = many["server"]["cpu_percent"] - few["server"]["cpu_percent"]
        return cpu / 100 * 1e6 / pictures if pictures > 0 else math.inf

    def ratio(self, system, span):
        """The slope, in those of the floor; None if one of them is unknown."""
        own, floor = self.slope(system, span), self.slope("floor", span)
        return own / floor if own is not None and floor and 0 < floor < math.inf else None


# Tables

def table(head, rows):
    lines = ["|" + "|".join(f" {cell} " if cell else " " for cell in row) + "|" for row in [head, *rows]]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])


def facts_table(facts):
    return table(["", ""], [[name, value] for name, value in facts.items()])


def age(report):
    ages = report.get("age")
    return f"{ages['p50_ms']:.1f} / {ages['p95_ms']:.1f} / {ages['p99_ms']:.1f}" if ages else "-"


def run_row(system, viewers, report):
    served = report["connected"] - report["ended_early"]
    name = [str(viewers) + (f" ({served} served)" if served < viewers else ""), system]
    if not report["pictures"]:
        return [*name, "none", *["-"] * 6]
    server, encodes = report["server"], report.get("encodes") or {}
    return [
        *name,
        f"{report['rate_min']:.1f} / {report['rate_mean']:.1f}",
        age(report),
        f"{server['cpu_percent']:.1f}",
        f"{server['cpu_us_per_picture']:,.0f}",
        f"{server['memory_mb']:.0f}",
        f"{report['bytes_per_picture'] / 1000:.1f}",
        f"{encodes['per_captured']:.2f}" if encodes.get("per_captured") is not None else "-",
    ]


def runs_table(runs):
    head = ["viewers", "system", "pictures/s a viewer, min / mean", "age p50 / p95 / p99, ms", "CPU, % of a core", "CPU a delivered picture, µs", "memory, MB",
            "kB a picture", "encodes a captured picture"]
    return table(head, [run_row(system, viewers, report) for viewers in runs.all_viewers() for system in runs.systems()
                        if (report := runs.get(system, viewers))])


def slope_cells(runs, system, of):
    span = runs.span(system, of)
    slope = runs.slope(system, span) if span else None
    if slope is None:
        return ["-", "-"]
    ratio = runs.ratio(system, span)
    other = f" ({span[0]} to {span[1]})" if span != (of[0], of[1] or runs.all_viewers()[-1]) else ""
    return [f"{slope:,.1f}{other}", "-" if ratio is None else f"{ratio:.2f}"]


def slopes_table(runs):
    most = runs.all_viewers()[-1]
    head = ["CPU of an additional picture, µs"]
    spans = [span for span in SPANS if any(runs.span(system, span) for system in runs.systems())]
    for low, high in spans:
        head += [f"{low} to {high or most} viewers", "× floor"]
    return table(head, [[system, *(cell for span in spans for cell in slope_cells(runs, system, span))] for system in runs.systems()]) if spans else ""


# What is asked

def budgets(found, runs):
    """What is asked, what was found, and whether that is met; None if it wasn't measured."""
    many = runs.all_viewers()[-1]
    for system in OURS:
        reports = [runs.get(system, number) for number in runs.viewers(system)]
        # Passed pictures have the camera's numbers, but those that were adapted to a viewer have the service's, so that the order says nothing.
        faults = sum(report["refused"] + report["ended_early"] + (report["out_of_order"] if "encoded" in system else 0) for report in reports)
        what = "viewers refused or cut off" + (", and pictures out of order or twice" if "encoded" in system else "")
        yield f"{system}: {what}: none", faults if reports else None, "{}", lambda x: x == 0
    for system in OURS:
        for low, high in SPANS:
            ratio = runs.ratio(system, (low, high or many))
            yield f"{system}, an additional picture from {low} to {high or many} viewers: under {SLOPE} × the floor's", ratio, "{:.2f}", lambda x: x < SLOPE
    for system in OURS:
        report = runs.get(system, MANY)
        yield f"{system}, {MANY} viewers: {MANY_RATE} pictures/s each, at least", report and report["rate_min"], "{:.1f}", lambda x: x >= MANY_RATE
        yield f"{system}, {MANY} viewers: age p99 under {MANY_AGE_P99} ms", age_of(report, "p99_ms"), "{:.1f}", lambda x: x < MANY_AGE_P99
    for system in OURS:
        report = runs.get(system, 1)
        for percentile, most in zip(("p50", "p99"), ALONE_AGE[system.split("-")[1]]):
            yield f"{system}, one viewer: age {percentile} under {most} ms", age_of(report, f"{percentile}_ms"), "{:.1f}", lambda x, most=most: x < most
    for system in OURS:
        report = runs.get(system, MEMORY_OF)
        yield f"{system}, {MEMORY_OF} viewers: under {MEMORY} MB", report and report["server"]["memory_mb"], "{:.0f}", lambda x: x < MEMORY
    qualities = found.get("qualities_percent")
    yield (
        f"twenty viewers of ten qualities: within {QUALITIES} × one quality ({qualities['one']:.0f} %) and nine encodes more ({qualities['more']:.0f} %)"
        if qualities else "twenty viewers of ten qualities",
        qualities and qualities["ten"] / (qualities["one"] + qualities["more"]), "{:.2f}", lambda x: x <= QUALITIES)
    yield f"nobody there: under {IDLE} % of a core", found.get("idle_percent"), "{:.1f}", lambda x: x < IDLE
    starts = found.get("start_seconds")
    yield f"from start to a first picture: under {START} s", starts and statistics.median(starts), "{:.2f}", lambda x: x < START


def age_of(report, name):
    """An age; None if there was no run, and beyond all limits if there was one without pictures."""
    return None if not report else (report.get("age") or {}).get(name, math.inf)


def judge(found, runs):
    """A row for each figure that was measured, and whether all were met."""
    rows, all_met = [], True
    for asked, value, form, is_met in budgets(found, runs):
        if value is None:
            continue
        met = is_met(value)
        all_met = all_met and met
        rows.append([asked, form.format(value), "met" if met else "**not met**"])
    return rows, all_met


# The plot

WIDTH, HEIGHT = 840, 460
LEFT, TOP, RIGHT, BOTTOM = 70, 24, 170, 60  # margins
INK, GRID = "#7d8590", "#7d859044"  # greys that show on white and on black
LINES = {  # colour and dashes: passed lines are whole, encoded ones are dashed
    "floor": ("#8b949e", ""),
    "ws-passed": ("#2f81f7", ""),
    "ws-encoded": ("#2f81f7", "7 4"),
    "mjpeg-passed": ("#2da44e", ""),
    "mjpeg-encoded": ("#2da44e", "7 4"),
    "motion": ("#d4821e", ""),
    "fastapi": ("#e5534b", ""),
    "videostream": ("#2f81f7", ""),
    "ustreamer": ("#d4821e", ""),
}


def step_of(most, lines=6):
    """A round step that divides 0 to most by about so many lines."""
    rough = most / lines
    size = 10 ** len(str(int(rough))) / 10
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)


def svg(runs):
    most_viewers = runs.all_viewers()[-1]
    points = {system: [(number, runs.cpu(system, number)) for number in runs.viewers(system)] for system in runs.systems()}
    top_cpu = max(cpu for line in points.values() for _, cpu in line)
    steps = step_of(most_viewers), step_of(max(top_cpu, 1))
    tops = most_viewers, steps[1] * -(-top_cpu // steps[1])

    def x(viewers):
        return LEFT + (WIDTH - LEFT - RIGHT) * viewers / tops[0]

    def y(cpu):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * cpu / tops[1]

    def text(at_x, at_y, what, anchor="middle", more=""):
        return f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}" {more}>{what}</text>'

    def ticks(step, top):
        return [i * step for i in range(int(top / step + 1e-9) + 1)]

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
             f'font-family="sans-serif" font-size="13" fill="{INK}">',
             "<title>CPU of the server against viewers</title>"]
    for cpu in ticks(steps[1], tops[1]):
        parts.append(f'<path d="M{LEFT} {y(cpu):.1f}H{WIDTH - RIGHT}" stroke="{INK if cpu == 0 else GRID}"/>')
        parts.append(text(LEFT - 8, y(cpu) + 4, f"{cpu:g}", "end"))
    for viewers in ticks(steps[0], tops[0]):
        parts.append(f'<path d="M{x(viewers):.1f} {HEIGHT - BOTTOM}v5" stroke="{INK}"/>' + text(x(viewers), HEIGHT - BOTTOM + 20, f"{viewers:g}"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, "viewers"))
    parts.append(text(0, 0, "CPU of the server, % of a core", more=f'transform="translate(20 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)"'))
    # In the legend the system that takes most stands first, as in the plot.
    by_cost = sorted((system for system in points if points[system]), key=lambda system: -points[system][-1][1] / points[system][-1][0])
    for i, system in enumerate(by_cost):
        colour, dashes = LINES[system]
        style = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes or "none"}" fill="none"'
        path = "L".join(f"{x(viewers):.1f} {y(cpu):.1f}" for viewers, cpu in points[system])
        parts.append(f'<path d="M{path}" {style} stroke-linejoin="round"/>')
        parts += [f'<circle cx="{x(viewers):.1f}" cy="{y(cpu):.1f}" r="3" fill="{colour}"/>' for viewers, cpu in points[system]]
        at = TOP + 12 + i * 24
        parts.append(f'<path d="M{WIDTH - RIGHT + 18} {at}h30" {style}/>' + text(WIDTH - RIGHT + 56, at + 4, system, "start"))
    return "\n".join([*parts, "</svg>"]) + "\n"


# Output

def markdown(found, runs, rows, plot):
    parts = [facts_table(found["facts"]), runs_table(runs), plot, slopes_table(runs)]
    if rows:
        parts.append(table(["asked", "found", ""], rows))
    return "\n\n".join(part for part in parts if part)


def put_between(file, section, text):
    """Replaces what stands between the section's marks."""
    begin, end = f"<!-- {section}:begin -->", f"<!-- {section}:end -->"
    before, found_begin, rest = file.read_text().partition(begin)
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        sys.exit(f"compare_report: {file} has no {begin} with an {end} behind it")
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
        sys.exit("compare_report: nothing was measured")
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
