"""An order: what the server wants of a collector, one JSON object per line of its stdin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WALL_S = 30.0
EVENTS = 5_000_000
OUTPUT_LINES = 10_000
LINGER_S = 1.5
PROCESSES = 100
RING_RECORDS = 1 << 17

JOB_KEYS = ("kind", "path", "name", "argv", "parameters")
HEADER_KEYS = ("kind", "name", "title", "parameters", "argv", "expects")


@dataclass(frozen=True, slots=True)
class StartRun:
    """Run a program and keep its timeline."""

    id: str
    log: Path
    directory: Path
    interpreter: str | None
    program: Mapping[str, Any]
    created: str
    limits: Mapping[str, Any]

    @property
    def output_lines(self) -> int:
        """How many lines of output are kept."""
        return int(self.limits.get("output_lines", OUTPUT_LINES))

    @property
    def log_bytes(self) -> int:
        """How much of the log is kept; 0 for all."""
        return int(self.limits.get("log_bytes", 0))

    @property
    def program_directory(self) -> Path:
        """Where the program's own files lie."""
        path = self.program.get("path")
        if self.program["kind"] != "module" and path:
            return Path(path).resolve().parent
        return Path(self.program.get("cwd") or ".").resolve()

    def job(self) -> dict[str, Any]:
        """What the child is told."""
        return {
            "directory": str(self.directory),
            "program": {key: self.program[key] for key in JOB_KEYS if key in self.program},
            "cwd": self.program.get("cwd"),
            "ring_records": int(self.limits.get("ring_records", RING_RECORDS)),
            "capture_output": bool(self.program.get("capture_output", True)),
            "output_lines": self.output_lines,
        }

    def described(self) -> dict[str, Any]:
        """What the header says of the program: enough to recognise it, no folder of ours."""
        described = {key: self.program[key] for key in HEADER_KEYS if key in self.program}
        if path := self.program.get("path"):
            described["path"] = Path(path).name
        return described


@dataclass(frozen=True, slots=True)
class StopRun:
    """End the program now; the reason is a sentence for the user."""

    reason: str


def order_of(line: bytes) -> StartRun | StopRun:
    """Read one line; ValueError says that it is no order."""
    try:
        match json.loads(line):
            case {"stop": dict(stop)}:
                return StopRun(str(stop.get("reason", "Stopped by the user.")))
            case {"start": dict(start)}:
                return StartRun(
                    id=str(start["id"]),
                    log=Path(start["log"]),
                    directory=Path(start["directory"]),
                    interpreter=start.get("interpreter"),
                    program=dict(start["program"]),
                    created=str(start["created"]),
                    limits=dict(start.get("limits") or {}),
                )
    except (KeyError, TypeError) as error:
        raise ValueError(f"an order lacks {error}") from error
    raise ValueError("neither start nor stop")
