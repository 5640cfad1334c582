"""A server for tests: the real application behind a real uvicorn, in a thread or a process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import uvicorn
from fastapi import FastAPI

from app.settings import Settings
from app.web.application import create_app
from app.web.deps import Services
from app.web.serving import GRACE_S, Protocol, Server, listen

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "tests" / "support"
# The command itself, but with scenarios of a test's own.
WITH_SCENARIOS = """
import sys
from dataclasses import replace
from pathlib import Path
from app import cli
folder, usual = Path(sys.argv.pop(1)), cli._settings
cli._settings = lambda asked: replace(usual(asked), scenarios=folder)
sys.exit(cli.main())
"""
SCRIPTED = (sys.executable, str(SUPPORT / "scripted_collector.py"))


def scripted(data: Path, **changes: Any) -> Settings:
    """Settings of a server whose runs follow a script."""
    settings = Settings(data=data, collector=SCRIPTED, scenarios=SUPPORT / "scripts")
    return replace(settings, **changes)


class RunningServer:
    """A server in a thread of this process, and a client for it."""

    def __init__(self, url: str, app: FastAPI) -> None:
        self.url = url
        self.app = app
        services: Services = app.state.services
        self.services = services
        self.client = httpx.Client(base_url=url, timeout=20)

    def start(self, **parameters: Any) -> str:
        """Start a scripted run and return its id."""
        body = {"scenario": "scripted", "parameters": parameters}
        answer = self.client.post("/api/runs", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def run(self, run: str) -> dict[str, Any]:
        """Return what is known of a run."""
        answer = self.client.get(f"/api/runs/{run}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def timeline(self, run: str) -> list[str]:
        """Return the lines of a run so far."""
        answer = self.client.get(f"/api/runs/{run}/timeline")
        assert answer.status_code == 200, answer.text
        return answer.text.splitlines()

    def events(self, run: str, **headers: str) -> Iterator[tuple[int, str, str]]:
        """Follow a run: the number, type and data of each event, to the end of the stream."""
        with self.client.stream("GET", f"/api/runs/{run}/events", headers=headers) as answer:
            if answer.status_code == 204:
                return
            assert answer.status_code == 200, answer.read()
            yield from events_in(answer.iter_lines())


def events_in(lines: Iterator[str]) -> Iterator[tuple[int, str, str]]:
    """Parse server-sent events; comments are left out, and so is one that was cut off."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "id" in fields:
            yield int(fields["id"]), fields["event"], fields["data"]
            fields = {}


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[RunningServer]:
    """Serve from a thread."""
    app = create_app(settings)
    config = uvicorn.Config(app, http=Protocol, ws="none", lifespan="on", log_level="warning")
    config.timeout_graceful_shutdown = GRACE_S  # type: ignore[assignment]
    ready: Future[asyncio.AbstractEventLoop] = Future()
    server = Server(config, lambda: ready.set_result(asyncio.get_running_loop()))
    with listen("127.0.0.1", 0, or_next=False) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        loop = ready.result(20)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        running = RunningServer(url, cast(FastAPI, app.app))
        try:
            yield running
        finally:
            running.client.close()
            # What the wrapped signal handler does in the main thread of a real server.
            loop.call_soon_threadsafe(running.services.audience.close)
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


class ServerProcess:
    """`threadline serve` in a process of its own."""

    def __init__(
        self,
        data: Path,
        *arguments: str,
        command: str = "serve",
        browser: bool = False,
        scenarios: Path | None = None,
    ) -> None:
        options = ["--data", str(data), *([] if browser else ["--no-browser"])]
        start = ["-m", "app"] if scenarios is None else ["-c", WITH_SCENARIOS, str(scenarios)]
        self.process = subprocess.Popen(
            [sys.executable, *start, command, *options, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        match = re.search(r"http://\S+", said)
        if match is None:
            self.__exit__()
            raise AssertionError(f"it did not say where it listens, but {said!r}")
        self.url = match[0]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)

    def __enter__(self) -> ServerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
