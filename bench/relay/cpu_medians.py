"""Medians of the runs of ../relay-cpu.sh, from its standard input, against their bounds. The argument is the seconds of a run."""
import statistics
import sys

seconds = float(sys.argv[1])
runs = {}
for line in sys.stdin:
    name, value = line.split()
    runs.setdefault(name, []).append(float(value))


def of(name):
    return statistics.median(runs[name])


def share(us):
    return us / seconds / 10_000


bare = of("local") + of("publish")
spread = max(runs["origin-viewer"]) - min(runs["origin-viewer"])
receive = of("relay-one") - of("relay-viewer")
rows = [
    (f"origin with one relay of 400 viewers: {share(of('one')):.2f} % of a core; one local viewer {share(of('local')):.2f} and a bare "
     f"publisher {share(of('publish')):.2f}: {of('one') / bare:.2f} x", "at most 1.1 x", of("one") <= 1.1 * bare),
    (f"origin with three relays: {share(of('three')):.2f} %: {of('three') / bare:.2f} x", "at most 1.15 x", of("three") <= 1.15 * bare),
    (f"additional viewer: at the origin {of('origin-viewer'):.1f} us a frame (spread {spread:.1f}), at a relay {of('relay-viewer'):.1f}",
     "within the spread", of("relay-viewer") <= of("origin-viewer") + spread),
    (f"a received frame at a relay: {receive:.0f} us; read from a plain socket: {of('reader'):.0f} us: {receive / of('reader'):.2f} x; "
     f"only received with NATS.Client.Core: {of('client'):.0f} us", "under 2 x", receive < 2 * of("reader")),
]
for text, bound, is_met in rows:
    print(f"{text} ({bound}): {'met' if is_met else 'MISSED'}")
sys.exit(0 if all(is_met for _, _, is_met in rows) else 1)
