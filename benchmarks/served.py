"""A Threadline server of its own for one measurement: a free port, an empty data folder."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# The command itself, but with another collector.
WITH_COLLECTOR = """
import sys
from dataclasses import replace
from app import cli
at, usual = sys.argv.index("--"), cli._settings
collector = (sys.executable, *sys.argv[1:at])
cli._settings = lambda asked: replace(usual(asked), collector=collector)
sys.argv[1:] = sys.argv[at + 1:]
sys.exit(cli.main())
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it listens and which process it is."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def page(self, run: str) -> str:
        """Where the page of a run is."""
        return f"{self.url}/t/{run}"

    def only_run(self) -> str:
        """The id of the recording that was opened."""
        [run] = self.ask("GET", "/api/runs")["runs"]
        return str(run["id"])

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One JSON request to the API; raises when the answer is not a success."""
        status, text = self.answer(method, path, body)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {text}")
        return json.loads(text) if text else None

    def answer(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """The status and the text of the answer to one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Origin": self.url}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def prepare(self, run: str) -> None:
        """Return when a recording has its index, as one has that ended a moment ago."""
        path = f"/api/runs/{run}/overview"
        for _ in range(6000):
            status, text = self.answer("GET", path)
            if status == 200:
                return
            if status != 202:
                raise RuntimeError(f"GET {path}: {status} {text}")
            time.sleep(0.1)
        raise RuntimeError("the recording was not indexed within ten minutes")

    def cpu_seconds(self) -> float:
        """User and system time the server process has used so far (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(*, recording: Path | None = None, collector: Sequence[str] = ()) -> Iterator[Served]:
    """Start a server as a user would, wait until it is ready, and end it afterwards.

    With a recording it is opened; a collector is what runs are started with in place of ours.
    """
    port = free_port()
    start = ["-c", WITH_COLLECTOR, *collector, "--"] if collector else ["-m", "app"]
    act = ["serve"] if recording is None else ["open", str(recording)]
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(
            [sys.executable, *start, *act, "--no-browser", "--port", str(port), "--data", data],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL if recording else None,
        )  # fmt: skip
        try:
            wait_until_listening(port)
            yield Served(port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_listening(port: int) -> None:
    """Return when /healthz answers 200; raise after ten minutes: a recording is read first."""
    for _ in range(12_000):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not become ready within ten minutes")
