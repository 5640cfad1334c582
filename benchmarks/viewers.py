"""Frames per second to one and to 1,000 viewers, against a bare uvicorn stream of the same bytes.

    .venv/bin/python benchmarks/viewers.py [--viewers 1 1000] [--rounds 3]

A run is followed live by all viewers at once. Then a bare ASGI application under uvicorn,
which does nothing else, sends the very lines of that run at the pace they were recorded, to
as many viewers. Printed are frames per second per viewer (median over the viewers) and the
server's CPU time per second of stream; the bare server also shows what the machine can do.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from served import Served, free_port, served, wait_until_listening

RUN = {
    "scenario": "producers_and_consumers",
    "parameters": {"bakers": 6, "sellers": 3, "loaves": 20, "sell_ms": 100},
}
"""Four seconds with something new in nearly every frame."""
FRAME = b"event: frame\n"
HERE = Path(__file__).resolve().parent


class Viewer(asyncio.Protocol):
    """One connection that counts frames and remembers when the first and the last came."""

    def __init__(self, path: str, port: int) -> None:
        self.path, self.port = path, port
        self.frames = 0
        self.first = self.last = 0.0
        self.tail = b""
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        text = self.tail + data
        count = text.count(FRAME)
        if count:
            self.last = time.perf_counter()
            self.first = self.first or self.last
            self.frames += count
        # Keep less than one marker, so that none is counted twice.
        self.tail = text[-(len(FRAME) - 1) :]
        if b"event: end\n" in text and not self.ended.done():
            self.ended.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def rate(self) -> float:
        """Frames per second between the first and the last frame."""
        return (self.frames - 1) / max(self.last - self.first, 1e-9)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all viewers of one stream saw, and what it cost the server."""

    rate: float
    frames: int
    cpu: float


async def watch(port: int, path: str, viewers: int, pid: int) -> Outcome:
    """Open all viewers at once and stay until each has seen the end."""
    server = Served(port, pid)
    loop = asyncio.get_running_loop()
    begun, cpu = time.perf_counter(), server.cpu_seconds()
    connections = [
        await loop.create_connection(lambda: Viewer(path, port), "127.0.0.1", port)
        for _ in range(viewers)
    ]
    seen = [protocol for _, protocol in connections]
    await asyncio.gather(*(viewer.ended for viewer in seen))
    share = (server.cpu_seconds() - cpu) / (time.perf_counter() - begun)
    for transport, _ in connections:
        transport.close()
    rate = statistics.median(viewer.rate() for viewer in seen)
    return Outcome(rate, min(viewer.frames for viewer in seen), share)


def lines_of(server: Served, run: str) -> list[str]:
    """The whole recorded text of a run, line by line."""
    _, text = server.answer("GET", f"/api/runs/{run}/timeline")
    return text.splitlines()


@contextlib.contextmanager
def bare_server(lines: list[str]) -> Iterator[Served]:
    """A uvicorn that knows nothing but to send these lines."""
    port = free_port()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("\n".join(lines))
        file.flush()
        environment = {**os.environ, "STREAM_LINES": file.name}
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "bare_stream:app", "--port", str(port),
             "--log-level", "error", "--no-access-log"],
            cwd=HERE, env=environment,
        )  # fmt: skip
        try:
            wait_until_listening(port)
            yield Served(port, process.pid)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)


def measure(server: Served, viewers: int) -> tuple[Outcome, Outcome]:
    """One live run and its bare twin, seen by as many viewers."""
    run = server.ask("POST", "/api/runs", RUN)["id"]
    ours = asyncio.run(watch(server.port, f"/api/runs/{run}/events", viewers, server.pid))
    with bare_server(lines_of(server, run)) as bare:
        return ours, asyncio.run(watch(bare.port, "/", viewers, bare.pid))


def row(viewers: int, pairs: list[tuple[Outcome, Outcome]]) -> str:
    """One line of the table, medians over the rounds."""
    ratio = statistics.median(ours.rate / bare.rate for ours, bare in pairs)
    rates = [statistics.median(pair[side].rate for pair in pairs) for side in (0, 1)]
    cpus = [statistics.median(pair[side].cpu for pair in pairs) for side in (0, 1)]
    return (
        f"| {viewers:,} | {rates[0]:.1f} | {rates[1]:.1f} | {ratio:.2f} "
        f"| {cpus[0]:.0%} | {cpus[1]:.0%} |"
    )


def main() -> None:
    """Measure each number of viewers and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--viewers", type=int, nargs="+", default=[1, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(f"Medians of {options.rounds} rounds of {json.dumps(RUN)}\n")
    print("| viewers | frames/s each | bare uvicorn | ratio | server CPU | bare CPU |")
    print("|---|---|---|---|---|---|", flush=True)
    with served() as server:
        for viewers in options.viewers:
            pairs = [measure(server, viewers) for _ in range(options.rounds)]
            print(row(viewers, pairs), flush=True)


if __name__ == "__main__":
    main()
