"""The service as a process, and the viewer that must not notice the others."""
import http.client
import json
import os
import re
import resource
import shlex
import signal
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DLL = os.path.join(ROOT, "src/VideoStream/bin/Release/net10.0/VideoStream.dll")
ENVIRONMENT = {
    # Lines, as on a terminal.
    "Serilog__WriteTo__0__Name": "Console", "Serilog__WriteTo__0__Args__outputTemplate": "{Level:u3} {Message:lj}{NewLine}{Exception}",
    # As in the image and the unit.
    "MALLOC_ARENA_MAX": "1",
}
LOAD = os.path.join(ROOT, "bench/VideoStream.Load/bin/Release/net10.0/VideoStream.Load.dll")


class Service:
    """A running service. It listens on a free port of 127.0.0.1.

    options   of the command line; --source=test unless one names a source
    before    a line of shell to run first, as in "ulimit -n 1024"
    listen    the address to listen on, also for the rows themselves, which use 127.0.0.1
    wrapper   a command that runs the shell, as in ["unshare", "--user"]
    """

    dll = DLL

    def __init__(self, *options, before="true", wrapper=(), listen="127.0.0.1"):
        if not any("--source" in option or ":Source" in option for option in options):
            options = ("--source=test", *options)
        self.log = tempfile.NamedTemporaryFile("r+", prefix="chaos-", suffix=".log", delete=False)
        command = ["dotnet", self.dll, "--urls", f"http://{listen}:0", "--VideoStream:WebSocket:MaxClients=50", *options]
        self.process = subprocess.Popen(
            [*wrapper, "sh", "-c", f"{before}\nexec {shlex.join(command)}"],
            stdout=self.log, stderr=subprocess.STDOUT, cwd=tempfile.gettempdir(), env={**os.environ, **ENVIRONMENT})
        self.port = int(self.wait_for_line(rf"Now listening on: http://{re.escape(listen)}:(\d+)"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def text(self):
        """The log so far."""
        with open(self.log.name, encoding="utf-8") as file:
            return file.read()

    def wait_for_line(self, pattern, seconds=20):
        """Waits for a line of the log. Returns the pattern's group."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            match = re.search(pattern, self.text())
            if match:
                return match.group(1) if match.groups() else match.group()
            time.sleep(0.05)
        raise RuntimeError(f"no line {pattern} in the service's log:\n{self.text()[-2000:]}")

    def get(self, path, timeout=5, headers=None):
        """A GET on a connection of its own. Returns status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Connection": "close", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def status(self):
        return json.loads(self.get("/api/v1/status")[2])

    def wait_until(self, condition, seconds=20, every=0.02):
        """Waits until a condition holds. Returns the seconds that it took, and infinity if it never did."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            try:
                if condition():
                    return time.monotonic() - started
            except (OSError, http.client.HTTPException, ValueError):
                pass
            time.sleep(every)
        return float("inf")

    def wait_live(self, camera=None):
        """Waits until a camera is live, and opens it."""
        path = "/snapshot.jpg" + (f"?camera={camera}" if camera else "")
        if self.wait_until(lambda: self.get(path, timeout=10)[0] == 200, seconds=30) == float("inf"):
            raise RuntimeError("no picture from the service:\n" + self.text()[-2000:])

    def stop(self):
        """Asks it to stop. Returns the seconds until it ended. Kills it after 20."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        if os.path.exists(self.log.name):
            os.unlink(self.log.name)
        return time.monotonic() - started

    # What the kernel knows of the process.

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def handles(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def private_mb(self):
        """Anonymous memory in MB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"RssAnon:\s+(\d+)", file.read()).group(1)) / 1024


def watch(service, seconds, warmup=1, query="", protocol="ws"):
    """Runs the healthy viewer (bench/VideoStream.Load). Returns rate, longest gap and 95th percentile of the age."""
    report = tempfile.NamedTemporaryFile("r", prefix="chaos-", suffix=".json", delete=False)
    try:
        subprocess.run(
            ["dotnet", LOAD, "--url", f"http://127.0.0.1:{service.port}", "--protocol", protocol, "--query", query, "--viewers", "1",
             "--warmup", str(warmup), "--seconds", str(seconds), "--json", report.name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds + warmup + 60, check=False)
        text = report.read()
    finally:
        report.close()
        os.unlink(report.name)
    if not text:
        return {"rate": 0.0, "gap_ms": float("inf"), "age_p95_ms": float("inf")}
    figures = json.loads(text)
    # A viewer that was refused has no rate.
    return {
        "rate": figures["rate_min"],
        "gap_ms": figures["gap_max_ms"] if figures["frames"] else float("inf"),
        "age_p95_ms": (figures.get("age") or {}).get("p95_ms", float("inf")),
    }


def allow_descriptors(count):
    """Raises this process's own limit of open files to what is allowed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else count, hard))
