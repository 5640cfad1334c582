"""A recorder as bare as can be: the program itself says what is to be recorded.

Stands in for app/recorder where a test wants to decide every event: it takes its job
as the real one does, and runs the program with `emit` and `define` among its globals.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.runs.rings import RingWriter  # noqa: E402

sys.path.pop(0)


def main() -> None:
    with os.fdopen(int(sys.argv[2])) as pipe:
        text = pipe.readline()
    if not text:
        return
    job = json.loads(text)
    stem = Path(job["directory"]) / f"{time.perf_counter_ns()}-{os.getpid()}"
    definitions = stem.with_suffix(".defs").open("ab", buffering=0)
    ring = RingWriter(stem.with_suffix(".ring"), job["ring_records"])
    lock = threading.Lock()

    def define(**row: Any) -> None:
        definitions.write(json.dumps(row).encode() + b"\n")

    def emit(kind: int, lane: int = 1, **fields: int) -> None:
        with lock:
            time_ns = fields.pop("time", time.perf_counter_ns())
            ring.write(time=time_ns, kind=kind, lane=lane, **{"value": 0, **fields})

    define(
        process={
            "pid": os.getpid(),
            "ppid": os.getppid(),
            "python": sys.version.split()[0],
            "implementation": "CPython",
            "gil": True,
            "executable": sys.executable,
            "name": "MainProcess",
            "method": "main",
            "clock_ns": 0,
        }
    )
    define(lane=lane_row(1, "MainThread", threading.get_native_id()))
    program = Path(job["program"]["path"])
    space = {"__name__": "__main__", "emit": emit, "define": define, "lane_row": lane_row}
    space |= {"ring": ring, "job": job}
    exec(compile(program.read_text(), str(program), "exec"), space)


def lane_row(number: int, name: str, native: int = 0) -> dict[str, Any]:
    row = {"id": number, "name": name, "native": native, "daemon": False}
    return {**row, "parent": 0, "site": 0, "object": 0}


if __name__ == "__main__":
    main()
