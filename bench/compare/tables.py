"""Markdown tables of compare.sh."""
from runs import H264

SPANS = (20, 200), (200, None)  # viewers between which the CPU of an additional frame is computed; None: the largest measured number


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
    if not report["frames"]:
        return [*name, "none", *["-"] * 6]
    server, encodes = report["server"], report.get("encodes") or {}
    return [
        *name,
        f"{report['rate_min']:.1f} / {report['rate_mean']:.1f}",
        age(report),
        f"{server['cpu_percent']:.1f}",
        f"{server['cpu_us_per_frame']:,.0f}",
        f"{server['memory_mb']:.0f}",
        f"{report['bytes_per_frame'] / 1000:.1f}",
        f"{encodes['per_captured']:.2f}" if encodes.get("per_captured") is not None else "-",
    ]


def runs_table(runs):
    head = ["viewers", "system", "frames/s a viewer, min / mean", "age p50 / p95 / p99, ms", "CPU, % of a core",
            "CPU a delivered frame, µs", "memory, MB", "kB a frame", "encodes a captured frame"]
    return table(head, [run_row(system, viewers, report) for viewers in runs.all_viewers() for system in runs.systems()
                        if (report := runs.get(system, viewers))])


def slope_cells(runs, system, of):
    span = runs.span(system, of)
    slope = runs.slope(system, span) if span else None
    if slope is None:
        return ["-", "-"]
    # The floor's frames are JPEGs of 77 kB.
    ratio = None if system in H264 else runs.ratio(system, span)
    other = f" ({span[0]} to {span[1]})" if span != (of[0], of[1] or runs.all_viewers()[-1]) else ""
    return [f"{slope:,.1f}{other}", "-" if ratio is None else f"{ratio:.2f}"]


def slopes_table(runs):
    most = runs.all_viewers()[-1]
    head = ["CPU of an additional frame, µs"]
    spans = [span for span in SPANS if any(runs.span(system, span) for system in runs.systems())]
    for low, high in spans:
        head += [f"{low} to {high or most} viewers", "× floor"]
    rows = [[system, *(cell for span in spans for cell in slope_cells(runs, system, span))] for system in runs.systems()]
    return table(head, rows) if spans else ""
