"""A timeline drawn by hand: lanes as text, one character per tick, as lines of the format.

`#` runs, `r` is runnable, `z` sleeps, `~` does input or output, a digit is blocked on the lock
of that number, a blank is before the lane's life or after it. What a browser test looks at is
then the same on every machine, whatever its scheduler does.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.runs.importing import import_timeline
from app.store.store import Store
from app.timeline.frames import Header, encode_header

STATES = {"#": 0, "r": 1, "z": 3, "~": 4}
BLOCKED, LOCK_ACQUIRED = 2, 1
RELEASE_TO_ACQUIRE = 2
LOCKS = 9
SOURCE = "import threading\n\n\ndef transfer():\n    with left, right:\n        pass\n"

Row = tuple[int, int, int, int]
Flow = tuple[int, int, int, int]


def drawn(
    lanes: Mapping[str, str],
    *,
    tick_ns: int = 1_000_000,
    holds: Sequence[Row] = (),
    flows: Sequence[Flow] = (),
    printed: Sequence[tuple[int, int, str]] = (),
    findings: Sequence[Mapping[str, Any]] = (),
) -> list[str]:
    """Return the lines; times of holds (object, lane, from, to), flows (lane, at, lane, at) and
    printed lines (lane, at, text) are in ticks."""
    duration = max(map(len, lanes.values())) * tick_ns
    frame = {
        "type": "frame",
        "now": duration,
        "processes": [{"id": 1, "pid": 7, "parent": 0, "name": "MainProcess", "python": "3.13.0",
                       "implementation": "CPython", "gil": True}],
        "lanes": [_lane(number, name) for number, name in enumerate(lanes, 1)],
        "objects": [{"id": each, "kind": "Lock", "name": f"lock_{each}", "site": 2, "process": 1}
                    for each in range(1, LOCKS + 1)],
        "files": [{"id": 1, "path": "bank.py", "text": SOURCE}],
        "sites": [{"id": 1, "file": 1, "line": 5, "function": "transfer"},
                  {"id": 2, "file": 1, "line": 1, "function": "<module>"}],
        "spans": _spans(lanes, tick_ns),
        "holds": _columns(
            ("object", "lane", "start", "duration", "site"),
            [(thing, lane, at * tick_ns, (to - at) * tick_ns, 1) for thing, lane, at, to in holds],
            deltas=("start",),
        ),
        "flows": _columns(
            ("kind", "from_lane", "from", "to_lane", "to", "object"),
            [(RELEASE_TO_ACQUIRE, lane, at * tick_ns, other, to * tick_ns, 1)
             for lane, at, other, to in flows],
            deltas=("from", "to"),
        ),
        "instants": _columns(
            ("lane", "time", "kind", "site", "object", "text"),
            [(lane, at * tick_ns, 0, 1, 0, text) for lane, at, text in printed],
            deltas=("time",),
        ),
        "findings": list(findings),
    }  # fmt: skip
    return [_header(), json.dumps(frame), _end(duration)]


def imported(data: Path, lines: Iterable[str]) -> str:
    """Put a timeline into a store and return the path of its page."""
    file = data / "drawn.jsonl"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    store = Store(data)
    run = import_timeline(store, file)
    store.close()
    file.unlink()
    return f"/t/{run.id}"


def _header() -> str:
    program = {"kind": "script", "name": "bank.py", "title": "bank.py", "path": "bank.py"}
    return encode_header(Header("0" * 32, "2026-11-22T12:00:00Z", program, {}, {}))


def _end(duration: int) -> str:
    return json.dumps({"type": "end", "status": "finished", "reason": "",
                       "exit": {"code": 0, "signal": None}, "duration": duration})  # fmt: skip


def _lane(number: int, name: str) -> dict[str, Any]:
    return {"id": number, "process": 1, "name": name, "native": 100 + number, "daemon": False,
            "parent": 0 if number == 1 else 1, "site": 0, "begin": 0, "end": None,
            "object": 0}  # fmt: skip


def _spans(lanes: Mapping[str, str], tick_ns: int) -> dict[str, list[Any]]:
    rows = []
    for lane, drawing in enumerate(lanes.values(), 1):
        at = 0
        for mark, group in itertools.groupby(drawing):
            ticks = len(list(group))
            if mark != " ":
                rows.append((lane, at * tick_ns, ticks * tick_ns, *_meaning(mark)))
            at += ticks
    # As a recorder tells them: in order of their end.
    rows.sort(key=lambda row: row[1] + row[2])
    names = ("lane", "start", "duration", "state", "object", "site", "operation", "certainty")
    return _columns(names, rows, deltas=("start",))


def _meaning(mark: str) -> tuple[int, int, int, int, int]:
    """State, object, site, operation and certainty."""
    if mark.isdigit():
        return BLOCKED, int(mark), 1, LOCK_ACQUIRED, 0
    return STATES[mark], 0, 1 if mark == "#" else 0, 0, 0


def _columns(
    names: Sequence[str], rows: Sequence[Sequence[Any]], *, deltas: Sequence[str]
) -> dict[str, list[Any]]:
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    for name in deltas:
        values = columns[name]
        columns[name] = [
            value - before for before, value in zip([0, *values], values, strict=False)
        ]
    return columns
