"""Long runs: recordings of any length, written as fast as the disk takes them.

The threads of such a run do the same thing in every frame, so one frame is made and then
told again and again, later each time. It is a timeline like any other — spans tile the
lanes and cross the frames, locks are held, the log is cut into segments that tell how
things stand — and nobody had to wait until it happened.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from app.events import OP_ACQUIRE, OP_GIL, OP_READ
from app.store.index import Index
from app.store.run import Run
from app.store.segments import Segment, compressed_path, folder_of, further_segment
from app.store.store import Store
from app.timeline.encoding import deltas, encode_header
from app.timeline.lines import Header
from app.timeline.model import InstantKind, State
from app.timeline.standing import Standing

FRAME_NS = 40_000_000
SEGMENT_BYTES = 32 << 20
LOCK, SITE = 1, 1
EXCEPTION_AT, FINDING_AT = 0.6, 0.3
"""Where in the run the exception and the finding are, as a share of it."""
MIX = (State.RUNNING, State.RUNNABLE, State.RUNNING, State.BLOCKED, State.RUNNING, State.IO)
OPERATIONS: dict[int, int] = {
    State.RUNNABLE: OP_GIL,
    State.BLOCKED: OP_ACQUIRE,
    State.IO: OP_READ,
}

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class LongRun:
    """A run of so many spans, by so many lanes, of which each has so many in a frame."""

    spans: int
    lanes: int = 8
    spans_per_frame: int = 1000
    id: str = "0" * 31 + "1"
    frames: int = field(init=False)

    def __post_init__(self) -> None:
        per_frame = self.lanes * self.spans_per_frame
        object.__setattr__(self, "frames", max(2, round(self.spans / per_frame)))

    @property
    def duration(self) -> int:
        """Nanoseconds from the first frame to the end."""
        return self.frames * FRAME_NS

    def lines(self) -> Iterator[str]:
        """The whole log, without segments."""
        yield self.header()
        frames = Frames(self)
        for number in range(self.frames):
            yield frames.text(number)
        yield self.end()

    def header(self) -> str:
        """The first line."""
        program = {"kind": "script", "name": "long.py", "title": "A long run", "argv": []}
        machine = {"system": "Linux", "cores": 2}
        return encode_header(
            Header(self.id, "2026-01-01T00:00:00Z", program, {}, {"name": "test"}, machine)
        )

    def end(self) -> str:
        """The last line."""
        return json.dumps(
            {
                "type": "end",
                "status": "finished",
                "reason": "",
                "exit": {"code": 0, "signal": None},
                "duration": self.duration,
                "counts": self.counts(),
            },
            separators=(",", ":"),
        )

    def counts(self) -> dict[str, int]:
        """What the end counts: only in the first frame do fewer spans end than begin."""
        first, usual = (len(_rows(self, number)[0]) for number in (0, 1))
        return {
            "spans": first + usual * (self.frames - 1),
            "flows": 0,
            "instants": 1,
            "lanes": self.lanes,
            "objects": 1,
        }

    def write(self, data: Path, *, segment_bytes: int = SEGMENT_BYTES) -> Path:
        """Put the run into the store of a data folder, packed as a collector leaves it."""
        store = Store(data)
        try:
            log = store.folder.log(self.id)
            size = _write_segments(self, log, segment_bytes)
            store.ask_now(Index.add, self.row(size))
        finally:
            store.close()
        return log

    def row(self, size: int) -> Run:
        """The run as the index of runs knows it."""
        return Run(
            id=self.id,
            title="A long run",
            program={"kind": "script", "name": "long.py", "title": "A long run"},
            created="2026-01-01T00:00:00.000Z",
            status="finished",
            duration=self.duration,
            counts=self.counts(),
            bytes=size,
            pinned=True,  # it is older than what is kept
        )


class Frames:
    """The frames of a long run: the same rows each time, at other times."""

    def __init__(self, run: LongRun) -> None:
        self.run = run
        self._first = json.loads(json.dumps(_frame(run, 0)))
        self._usual = _frame(run, 1)
        parts = {name: self._usual[name] for name in ("spans", "holds")}
        self._starts = {name: part["start"][0] for name, part in parts.items()}
        for name, part in parts.items():
            part["start"][0] = f"@{name}@"
        self._parts = {
            name: json.dumps(part, separators=(",", ":")) for name, part in parts.items()
        }

    def rows(self, number: int) -> dict[str, int]:
        """How many rows a frame has."""
        frame = self._usual if number else self._first
        return {name: len(frame[name]["lane"]) for name in ("spans", "holds")}

    def text(self, number: int) -> str:
        """One frame as a line."""
        extra = _events(self.run, number)
        if number == 0:
            return json.dumps({**self._first, **extra}, separators=(",", ":"))
        shift = (number - 1) * FRAME_NS
        text = [f'{{"type":"frame","now":{(number + 1) * FRAME_NS}']
        for name, part in self._parts.items():
            start = str(self._starts[name] + shift)
            text.append(f'"{name}":' + part.replace(f'"@{name}@"', start, 1))
        rest = {"open": [[row[0], row[1] + shift, *row[2:]] for row in self._usual["open"]]}
        text.append(json.dumps({**rest, **extra}, separators=(",", ":"))[1:])
        return ",".join(text)


def _cycle(run: LongRun, lane: int) -> list[int]:
    """How long the spans of a lane last; together a frame."""
    chance = random.Random(lane)
    weights = [chance.expovariate(1) + 0.01 for _ in range(run.spans_per_frame)]
    edges = [0, *accumulate(weights)]
    places = [round(edge / edges[-1] * (FRAME_NS - 100 * run.spans_per_frame)) for edge in edges]
    return [b - a + 100 for a, b in pairwise(places)]


def _spans(run: LongRun, lane: int, number: int) -> Iterator[list[int]]:
    """The spans of a lane that a frame may tell of, in order."""
    begin = lane * FRAME_NS // (run.lanes + 1)
    if number == 0:
        yield [lane, 0, begin, State.RUNNING]
    for cycle in (0,) if number == 0 else (number - 1, number):
        start = begin + cycle * FRAME_NS
        for at, duration in enumerate(_cycle(run, lane)):
            yield [lane, start, duration, MIX[(at + lane) % len(MIX)]]
            start += duration


def _rows(run: LongRun, number: int) -> tuple[list[list[int]], list[list[int]]]:
    """The spans that end in a frame, in that order, and those that are open after it."""
    closed, opened = [], []
    begun, until = number * FRAME_NS, (number + 1) * FRAME_NS
    for lane in range(1, run.lanes + 1):
        for row in _spans(run, lane, number):
            end = row[1] + row[2]
            if begun < end <= until:
                closed.append(row)
            elif end > until:
                opened.append(row)
                break
    return sorted(closed, key=lambda row: row[1] + row[2]), opened


def _frame(run: LongRun, number: int) -> JsonObject:
    closed, opened = _rows(run, number)
    frame: JsonObject = {"type": "frame", "now": (number + 1) * FRAME_NS}
    if number == 0:
        frame |= _tables(run)
    lane, start, duration, state = (list(column) for column in zip(*closed, strict=True))
    frame["spans"] = {
        "lane": lane,
        "start": deltas(start),
        "duration": duration,
        "state": [int(each) for each in state],
        "object": [LOCK if each == State.BLOCKED else 0 for each in state],
        "site": [SITE] * len(lane),
        "operation": [OPERATIONS.get(each, 0) for each in state],
        "certainty": [0] * len(lane),
    }
    frame["holds"] = _holds(closed)
    frame["open"] = [
        [row[0], row[1], int(row[3]), LOCK if row[3] == State.BLOCKED else 0, SITE,
         OPERATIONS.get(row[3], 0), 0]
        for row in opened
    ]  # fmt: skip
    return frame


def _holds(closed: list[list[int]]) -> JsonObject:
    """The first lane holds the lock while it runs."""
    rows = [row for row in closed if row[0] == 1 and row[3] == State.RUNNING]
    return {
        "object": [LOCK] * len(rows),
        "lane": [1] * len(rows),
        "start": deltas([row[1] for row in rows]),
        "duration": [row[2] for row in rows],
        "site": [SITE] * len(rows),
    }


def _tables(run: LongRun) -> JsonObject:
    return {
        "processes": [
            {"id": 1, "pid": 4711, "parent": 0, "name": "MainProcess", "python": "3.13.0",
             "implementation": "CPython", "gil": True, "exit": None}
        ],
        "lanes": [
            {"id": lane, "process": 1, "name": "MainThread" if lane == 1 else f"worker-{lane}",
             "native": 4710 + lane, "daemon": False, "parent": int(lane > 1), "site": 0,
             "begin": 0, "end": None, "object": 0}
            for lane in range(1, run.lanes + 1)
        ],
        "objects": [{"id": LOCK, "kind": "Lock", "name": "till", "site": SITE, "process": 1}],
        "files": [{"id": 1, "path": "long.py", "text": "with till:\n    serve()\n"}],
        "sites": [{"id": SITE, "file": 1, "line": 2, "function": "serve"}],
    }  # fmt: skip


def _events(run: LongRun, number: int) -> JsonObject:
    """An exception and a finding, each somewhere in the middle."""
    events: JsonObject = {}
    if number == int(run.frames * EXCEPTION_AT):
        events["instants"] = {
            "lane": [2], "time": [number * FRAME_NS + 5], "kind": [int(InstantKind.EXCEPTION)],
            "site": [SITE], "object": [0], "text": ["ValueError: the till is empty"],
        }  # fmt: skip
    if number == int(run.frames * FINDING_AT):
        events["findings"] = _findings(run)
    return events


def _findings(run: LongRun) -> list[JsonObject]:
    start = int(run.frames * FINDING_AT) * FRAME_NS
    return [
        {"id": "contention:1", "kind": "contention", "severity": "warning",
         "sentence": "worker-2 waited for till.", "lanes": [2], "objects": [LOCK],
         "sites": [SITE], "from": start, "to": start + FRAME_NS}
    ]  # fmt: skip


def _write_segments(run: LongRun, log: Path, segment_bytes: int) -> int:
    """Write the lines; a segment that has grown enough goes on in another."""
    log.parent.mkdir(parents=True, exist_ok=True)
    frames, standing = Frames(run), Standing()
    segment, line, offset, packed_bytes = Segment(log), 0, 0, 0
    number = 0
    while number < run.frames:
        if segment.line:
            folder_of(log).mkdir(exist_ok=True)
        path = compressed_path(segment.path)
        with gzip.open(path, "wb", compresslevel=1) as file:
            if segment.line:
                snapshot = standing.snapshot(line - 1) | _tables(run)
                snapshot["findings"] = (
                    _findings(run) if number > int(run.frames * FINDING_AT) else []
                )
                snapshot["begins"] = {**(standing.begins or {}), "line": line - 1}
                file.write(f"{run.header()}\n{json.dumps(snapshot)}\n".encode())
                length = 0
            else:
                text = f"{run.header()}\n".encode()
                line, offset, length = 1, len(text), len(text)
                file.write(text)
            while number < run.frames and length < segment_bytes:
                frame = frames.text(number)
                length += file.write(f"{frame}\n".encode())
                line += 1
                number += 1
            offset = segment.offset + length
            if number == run.frames:
                file.write(f"{run.end()}\n".encode())
            else:
                _catch_up(standing, run, number, frames)
        packed_bytes += path.stat().st_size
        segment = further_segment(log, line, offset)
    return packed_bytes


def _catch_up(standing: Standing, run: LongRun, number: int, frames: Frames) -> None:
    """How things stand after so many frames: as after the last of them, but for the sums."""
    last = json.loads(frames.text(number - 1))
    standing.take(last)
    first, usual = frames.rows(0), frames.rows(1)
    rows = {name: first[name] + usual[name] * (number - 1) for name in first}
    standing.begins = {
        "at": last["now"], **rows, "flows": 0, "instants": 0, "counters": 0,
        "lanes": run.lanes, "objects": 1,
    }  # fmt: skip
