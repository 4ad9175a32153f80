"""Bounds for the figures of compare.sh, and whether they are met."""
import math
import statistics

from runs import OURS
from tables import SPANS

SLOPE = 1.4  # CPU of an additional frame: below this multiple of the floor's
# viewers; lowest frames a second of each; p99 of the age: below, ms; CPU: below, % of a core
MANY, MANY_RATE, MANY_AGE_P99, MANY_CPU = 800, 29, 60, 50
ALONE_AGE = {"passed": (0.7, 2.8), "encoded": (3, 7)}  # p50 and p99 of the age of one viewer: below, ms
MEMORY = {"passed": {1: 110, 400: 150}, "encoded": {400: 200}}  # of so many viewers: below, MB
IDLE = 0.2  # CPU without viewers: below, % of a core
QUALITIES = 1.15  # CPU of ten qualities: at most this multiple of the encodes and sends alone
START = 0.7  # from the start of the process to a complete frame: below, seconds


def budgets(found, runs):
    """Description, figure (None if not measured), format and test of each bound."""
    many = runs.all_viewers()[-1]
    for system in OURS:
        reports = [runs.get(system, number) for number in runs.viewers(system)]
        faults = sum(report["refused"] + report["ended_early"] + report["out_of_order"] for report in reports)
        asked = f"{system}: viewers refused or disconnected, and frames out of order or twice: none"
        yield asked, faults if reports else None, "{}", lambda x: x == 0
    for system in OURS:
        for low, high in SPANS:
            asked = f"{system}, an additional frame from {low} to {high or many} viewers: under {SLOPE} × the floor's"
            yield asked, runs.ratio(system, (low, high or many)), "{:.2f}", lambda x: x < SLOPE
    for system in OURS:
        report = runs.get(system, MANY)
        lowest = report and report["rate_min"]
        yield f"{system}, {MANY} viewers: at least {MANY_RATE} frames/s each", lowest, "{:.1f}", lambda x: x >= MANY_RATE
        yield f"{system}, {MANY} viewers: age p99 under {MANY_AGE_P99} ms", age_of(report, "p99_ms"), "{:.1f}", lambda x: x < MANY_AGE_P99
        cpu = report and report["server"]["cpu_percent"]
        yield f"{system}, {MANY} viewers: under {MANY_CPU} % of a core", cpu, "{:.1f}", lambda x: x < MANY_CPU
    for system in OURS:
        report = runs.get(system, 1)
        for percentile, most in zip(("p50", "p99"), ALONE_AGE[system.split("-")[1]]):
            figure = age_of(report, f"{percentile}_ms")
            yield f"{system}, one viewer: age {percentile} under {most} ms", figure, "{:.1f}", lambda x, most=most: x < most
    for system in OURS:
        for viewers, most in MEMORY[system.split("-")[1]].items():
            report = runs.get(system, viewers)
            memory = report and report["server"]["memory_mb"]
            yield f"{system}, viewers: {viewers}: under {most} MB", memory, "{:.0f}", lambda x, most=most: x < most
    yield from budgets_of_service(found)


def budgets_of_service(found):
    qualities = found.get("qualities_percent")
    if qualities:
        yield (
            f"twenty viewers of ten qualities: within {QUALITIES} × one quality ({qualities['one']:.0f} %) "
            f"and nine more encodes ({qualities['more']:.0f} %)",
            qualities["ten"] / (qualities["one"] + qualities["more"]), "{:.2f}", lambda x: x <= QUALITIES)
    yield f"no viewers: under {IDLE} % of a core", found.get("idle_percent"), "{:.1f}", lambda x: x < IDLE
    starts = found.get("start_seconds")
    yield f"from the start to the first frame: under {START} s", starts and statistics.median(starts), "{:.2f}", lambda x: x < START


def age_of(report, name):
    """An age. None if there was no run; infinite if there was one without frames."""
    return None if not report else (report.get("age") or {}).get(name, math.inf)


def judge(found, runs):
    """A row for each measured figure, and whether all bounds are met."""
    rows, all_met = [], True
    for asked, value, form, is_met in budgets(found, runs):
        if value is None:
            continue
        met = is_met(value)
        all_met = all_met and met
        rows.append([asked, form.format(value), "met" if met else "**not met**"])
    return rows, all_met
