"""Recorded programs: small ones, run in real children, told as lines one can read.

`record` runs a program under the recorder and returns what it recorded. A program that
needs to know that another of its threads is blocked calls `go()`: the test names the
line of the story that must have happened, and the parent, who reads the ring, then
lets it go on. So no test sleeps to provoke an order.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import events

BOOTSTRAP = Path(events.__file__).parent / "recorder" / "bootstrap.py"
PATIENCE_S = 60
GO = "import sys as _sys\ngo = _sys.__stdin__.readline\n"


@dataclass
class Process:
    """What one process recorded: its events in order of time, its definitions."""

    row: dict[str, Any]
    header: tuple[Any, ...]
    events: list[tuple[int, ...]]
    lanes: dict[int, dict[str, Any]]
    objects: dict[int, dict[str, Any]]
    sites: dict[int, dict[str, Any]]
    others: list[tuple[str, dict[str, Any]]]

    @property
    def name(self) -> str:
        return str(self.row["name"])

    @property
    def closed(self) -> bool:
        return bool(self.header[-1])

    def story(self, *kinds: str) -> list[str]:
        """Events as lines: lane, kind, object, and what their flags say.

        `kinds` are beginnings of kinds (`lock`); without any, all events but the
        program's frame of beginnings and ends.
        """
        return [
            self._line(event)
            for event in self.events
            if self._kind(event).startswith(kinds or ("",))
        ]

    def of(self, kind: str) -> list[dict[str, int]]:
        """The events of a kind as dictionaries."""
        names = ("time", "value", "link", "lane", "object", "site", "kind", "flags", "sequence")
        return [
            dict(zip(names, event, strict=True))
            for event in self.events
            if self._kind(event) == kind
        ]

    def names(self, kind: str = "") -> list[str | None]:
        """Names of the sync objects, in order of creation."""
        return [row["name"] for row in self.objects.values() if row["kind"].startswith(kind)]

    def output(self) -> list[str]:
        """Lines written, with the lane that wrote them."""
        return [
            f"{self.lanes[row['lane']]['name']}: {row['text']}"
            for kind, row in self.others
            if kind == "output"
        ]

    def exceptions(self) -> list[dict[str, Any]]:
        """Uncaught exceptions."""
        return [row for kind, row in self.others if kind == "exception"]

    def function(self, event: dict[str, int]) -> str:
        """The function and line of an event's site."""
        site = self.sites.get(event["site"])
        return f"{site['function']}:{site['line']}" if site else ""

    def _kind(self, event: tuple[int, ...]) -> str:
        return events.KINDS.get(event[6], "")

    def _line(self, event: tuple[int, ...]) -> str:
        _, _, _, lane, object_, _, _, flags, _ = event
        words = [self.lanes[lane]["name"], self._kind(event)]
        if object_:
            row = self.objects[object_]
            words.append(row["name"] or row["kind"])
        operation = flags & events.OPERATION_MASK
        if operation:
            words.append(events.OPERATIONS[operation])
        words += [
            f"({word.lower().replace('_', ' ')})"
            for word in ("WAITED", "TIMED_OUT", "INTERRUPTED", "FOREIGN")
            if flags & getattr(events, word)
        ]
        return " ".join(words)


@dataclass
class Recording:
    """All processes of a run, and how the first of them ended."""

    code: int
    stdout: str
    stderr: str
    processes: list[Process] = field(default_factory=list)

    @property
    def main(self) -> Process:
        return self.processes[0]


def read(directory: Path) -> list[Process]:
    """Read what is recorded so far; the child may be writing."""
    processes = []
    for ring in sorted(directory.glob("*.ring")):
        data = ring.read_bytes()
        header = events.RING_HEADER.unpack_from(data)
        records = [
            events.RECORD.unpack_from(data, at)
            for at in range(events.RING_HEADER_SIZE, len(data), events.RECORD_SIZE)
        ]
        records = sorted((record for record in records if record[-1]), key=lambda r: r[0])
        tables: dict[str, dict[int, dict[str, Any]]] = {"lane": {}, "object": {}, "site": {}}
        others = []
        lines = ring.with_suffix(".defs").read_text("utf-8").splitlines()
        for line in lines:
            [(kind, row)] = json.loads(line).items()
            if kind in tables:
                tables[kind][row["id"]] = row
            else:
                others.append((kind, row))
        assert others[0][0] == "process", "the first definition is the process"
        processes.append(
            Process(others[0][1], header, records, tables["lane"], tables["object"],
                    tables["site"], others[1:])
        )  # fmt: skip
    return processes


def record(
    source: str,
    directory: Path,
    *,
    python: str = sys.executable,
    go: Sequence[str] = (),
    kill_at: str = "",
    kind: str = "script",
    parameters: dict[str, Any] | None = None,
    argv: Sequence[str] = (),
    path: str = "",
    compiled: str = "",
    **job: Any,
) -> Recording:
    """Run `source` under the recorder; let it `go()` once per line of `go` that happened."""
    program = directory / "program.py"
    text = textwrap.dedent(source).lstrip("\n")
    program.write_text(GO + text if go or kill_at else text)
    run = directory / f"run-{time.monotonic_ns()}"
    run.mkdir()
    task = {
        "directory": str(run),
        "program": {
            "kind": kind,
            "path": path or str(program),
            "name": "program",
            "argv": list(argv),
            "parameters": parameters or {},
        },
        "cwd": str(directory),
        **job,
    }
    reading, writing = os.pipe()
    with subprocess.Popen(
        [python, str(BOOTSTRAP), "--job-fd", str(reading), "--compiled", compiled],
        pass_fds=(reading,),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            pipe.write(json.dumps(task) + "\n")
        assert child.stdin is not None
        try:
            for line in go:
                wait_for(run, line, child)
                child.stdin.write(b"\n")
                child.stdin.flush()
            if kill_at:
                wait_for(run, kill_at, child)
                child.kill()
            stdout, stderr = child.communicate(timeout=PATIENCE_S)
        finally:
            child.kill()
    return Recording(child.returncode, stdout.decode(), stderr.decode(), read(run))


def wait_for(run: Path, line: str, child: subprocess.Popen[bytes]) -> None:
    """Until `line` is part of the story of any process of the run."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        processes = read(run)
        if any(line in process.story() for process in processes):
            return
        assert child.poll() is None, f"ended before {line!r}: {child.stderr.read().decode()!r}"  # type: ignore[union-attr]
        time.sleep(0.002)
    told = "\n".join(line for process in read(run) for line in process.story())
    raise AssertionError(f"{line!r} did not happen, but:\n{told}")
