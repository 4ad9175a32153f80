"""Medians of the runs of ../passed.sh, from its standard input, against their bounds."""
import statistics
import sys

runs = {}
for line in sys.stdin:
    name, *values = line.split()
    runs.setdefault(name, []).append([float(value) for value in values])

service, size, rate = (statistics.median(column) for column in zip(*runs["service"]))
floor = statistics.median(us for us, _, _ in runs["floor"])
segments = statistics.median(us for us, _, _ in runs["floor4096"])
p50, p95, p99 = (statistics.median(column) for column in zip(*runs["age"]))
encodes = max(after - before for before, _, after, _ in runs["work"])
decodes = max(after - before for _, before, _, after in runs["work"])

rows = [
    (f"additional frame of {size:.0f} bytes: {service:.1f} us, send floor {floor:.1f} us, {service / floor:.2f} x; "
     f"with segments as the service's {segments:.1f} us, {service / segments:.2f} x",
     "at most 1.5 x", service <= 1.5 * floor),
    (f"age p50 / p95 / p99: {p50:.1f} / {p95:.1f} / {p99:.1f} ms", "p95 under 10 ms", p95 < 10),
    (f"decodes and encodes while 20 and 100 viewers were there: {decodes:.0f} and {encodes:.0f}", "none", decodes + encodes == 0),
    (f"fewest frames/s of a viewer: {rate:.1f}", "at least 24", rate >= 24),
]
for text, bound, is_met in rows:
    print(f"{text} ({bound}): {'met' if is_met else 'MISSED'}")
sys.exit(0 if all(is_met for _, _, is_met in rows) else 1)
