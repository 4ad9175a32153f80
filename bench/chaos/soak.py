"""Runs the service among viewers and cameras that come and go. See bench/soak.sh."""
import argparse
import contextlib
import csv
import itertools
import multiprocessing
import os
import random
import sys
import threading
import time

import clients
import slope
import visitors
from cameras import Dialect, free_port, speak
from jpegs import film
from netlink import SlowLink
from rtsp import h264
from service import Service, allow_descriptors, watch

SAMPLE = 5  # seconds
# What may grow over the measured time without being called a leak, in addition to twice the slope's standard error.
BOUNDS = {"private_mb": 2.0, "threads": 1.0, "handles": 3.0}
COLUMNS = ["minute", "threads", "handles", "private_mb", "heap_mb", "committed_mb", "frames_in_use", "frames_spare", "variants", "viewers"]


def main():
    options = parse()
    allow_descriptors(4096)
    seconds = options.minutes * 60
    port, video_port = free_port(), free_port()
    with contextlib.ExitStack() as all_parts:
        link = all_parts.enter_context(SlowLink())
        service = all_parts.enter_context(Service(
            "--VideoStream:Cameras:test:Source=test", f"--VideoStream:Cameras:far:Source=http://127.0.0.1:{port}/",
            f"--VideoStream:Cameras:video:Source=rtsp://127.0.0.1:{video_port}/",
            "--VideoStream:DefaultCamera=test", "--VideoStream:Limits:HandshakesPerAddress=0", *options.service, listen="0.0.0.0"))
        service.wait_live("test")
        all_parts.enter_context(clients.running(come_and_go, port, Dialect(jpegs=tuple(film()), rate=25)))
        all_parts.enter_context(clients.running(come_and_go, video_port, Dialect(talk=h264)))
        for number in range(options.visitors):
            namespace = link.namespace if number % 4 == 3 else None
            all_parts.enter_context(clients.running(visit, service.port, options.seed + number, namespace))
        samples = Samples(service)
        end = time.monotonic() + seconds
        print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
        measured = min(30.0, seconds / 6)
        start_figures = watch(service, measured, query="camera=test")
        time.sleep(max(0.0, end - measured - 3 - time.monotonic()))
        end_figures = watch(service, measured, query="camera=test")
        samples.stop()
    if options.keep:
        samples.write(options.keep)
    return report(samples.rows, start_figures, end_figures)


def parse():
    arguments = sys.argv[1:]
    own, service = (arguments[:arguments.index("--")], arguments[arguments.index("--") + 1:]) if "--" in arguments else (arguments, [])
    parser = argparse.ArgumentParser(prog="bench/soak.sh")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--keep", metavar="FILE.csv")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(own)
    options.service = service
    return options


def come_and_go(port, dialect):
    """A camera that dies after up to 40 seconds and returns after up to 15, for ever."""
    chance = random.Random(port)
    for turn in itertools.count():
        # The first one comes at once.
        time.sleep(chance.uniform(1, 15) if turn else 0)
        with contextlib.suppress(RuntimeError), clients.running(speak, port, dialect):
            time.sleep(chance.uniform(5, 40))


def visit(port, seed, namespace):
    if namespace is not None:
        namespace.enter()
        clients.HOST = namespace.host
    visitors.visit_for_ever(port, random.Random(seed))


class Samples:
    """Samples the service every few seconds, and prints one a minute."""

    def __init__(self, service):
        self._service = service
        self._started = time.monotonic()
        self._ended = threading.Event()
        self.rows = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self):
        self._ended.set()
        self._thread.join()

    def write(self, path):
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(self.rows)

    def _run(self):
        printed = -1
        while not self._ended.wait(SAMPLE):
            with contextlib.suppress(OSError, ValueError, KeyError):
                row = self._sample()
                self.rows.append(row)
                if int(row["minute"]) > printed:
                    printed = int(row["minute"])
                    print("| " + " | ".join(f"{row[name]:.1f}".removesuffix(".0") for name in COLUMNS) + " |", flush=True)

    def _sample(self):
        status = self._service.status()
        return {
            "minute": (time.monotonic() - self._started) / 60,
            "threads": self._service.threads(),
            "handles": self._service.handles(),
            "private_mb": self._service.private_mb(),
            **{name: status["memory"][name] for name in ("heap_mb", "committed_mb", "frames_in_use", "frames_spare")},
            "variants": sum(each["variants"] for each in status["cameras"]),
            "viewers": status["clients"],
        }


def report(rows, start, end):
    last = [row for row in rows if row["minute"] >= rows[-1]["minute"] / 4]
    minutes = last[-1]["minute"] - last[0]["minute"]
    print(f"\n| over the last {minutes:.0f} minutes | an hour | standard error | grown | may grow | |\n|---|---|---|---|---|---|")
    is_flat = True
    for name, bound in BOUNDS.items():
        per_minute, error = slope.fit([row["minute"] for row in last], [row[name] for row in last])
        grown, allowed = per_minute * minutes, 2 * error * minutes + bound
        is_flat &= grown <= allowed
        verdict = "" if grown <= allowed else "**grows**"
        print(f"| {name} | {per_minute * 60:+.2f} | {error * 60:.2f} | {grown:+.2f} | {allowed:.2f} | {verdict} |")
    print("\n| healthy viewer | frames/s | longest gap, ms | age p95, ms |\n|---|---|---|---|")
    for title, figures in (("at the start", start), ("at the end", end)):
        print(f"| {title} | {figures['rate']:.2f} | {figures['gap_ms']:.0f} | {figures['age_p95_ms']:.1f} |")
    is_healthy = end["rate"] >= 0.97 * start["rate"]
    return 0 if is_flat and is_healthy else 1


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    sys.exit(main())
