"""A program that never ends, as its recorder would write it, through the real collector.

    python -m tests.runs.endless STREAM EVENTS

Prints as JSON what the process that reads, folds and writes it takes of memory after a
third of the events and at the end, and of the disk. Nothing is timed: the stream waits
for its reader.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from app import events as ev
from app.analysis.registry import ANALYSES
from app.runs import decoder, departures
from app.runs.intake import Intake
from app.runs.journal import Journal
from app.runs.notices import Notices
from app.runs.orders import StartRun
from app.runs.outcome import NO_EXIT, Outcome
from app.runs.output import Allowance
from app.runs.sources import Sources
from app.store.segments import bytes_of
from app.timeline import window
from app.timeline.fold import Fold

from .rings import RingWriter

WINDOW_ROWS = 4096
window.NAMES = 2000
decoder.LATEST_IDS = 4096
"""A small window: it is full, and slides, after some ten thousand events and not millions."""
departures.AFTER_LOSS_NS = 0
LOG_BYTES = 1 << 18
CAPACITY = 1 << 13
BATCH = 2000
FLOOD = 3 * CAPACITY
"""Events between two looks: two thirds of them are lost, beginnings and ends of threads too."""
NO_THREAD = 1 << 23
"""Linux has none with such a number."""

Item = dict[str, Any]
"""A record, by its fields, or a definition: `{"define": {...}}`."""


def lane(number: int, parent: int = 1, native: int = 0) -> Item:
    row = {"id": number, "name": f"Thread-{number}", "native": native, "daemon": False}
    return {"define": {"lane": {**row, "parent": parent, "site": 1, "object": number}}}


def sync_object(number: int, kind: str, name: str | None = None) -> Item:
    return {"define": {"object": {"id": number, "kind": kind, "name": name, "site": 1}}}


def workers() -> Iterator[Item]:
    """Four threads that fight for a lock and hand items through a queue, for ever."""
    yield from (lane(number) for number in (1, 2, 3, 4))
    lock, queue, turn = 11, 12, 0
    yield sync_object(lock, "Lock", "till")
    yield sync_object(queue, "Queue", "orders")
    while True:
        turn += 1
        a, b = turn % 4 + 1, (turn + 1) % 4 + 1
        wait: Item = {"kind": ev.WAIT_BEGAN, "lane": b, "object": lock, "value": -1}
        yield {**wait, "flags": ev.OP_ACQUIRE}
        yield {"kind": ev.LOCK_RELEASED, "lane": a, "object": lock, "value": 0}
        got: Item = {"kind": ev.LOCK_ACQUIRED, "lane": b, "object": lock, "value": 1}
        yield {**got, "flags": ev.WAITED}
        yield {"kind": ev.QUEUE_PUT, "lane": b, "object": queue, "value": 1, "link": turn}
        yield {"kind": ev.QUEUE_GOT, "lane": a, "object": queue, "value": 0, "link": turn}


def requests() -> Iterator[Item]:
    """A server that makes a thread, a lock and a future for every request."""
    yield lane(1, parent=0, native=os.getpid())
    number = 1
    while True:
        number += 1
        thread, lock, future = 3 * number, 3 * number + 1, 3 * number + 2
        yield sync_object(thread, "Thread")
        yield sync_object(lock, "Lock", "self.lock")
        yield sync_object(future, "Future")
        row = lane(number, native=NO_THREAD + number)
        row["define"]["lane"]["object"] = thread
        yield row
        yield {"kind": ev.THREAD_STARTED, "lane": 1, "object": thread, "value": number}
        yield {"kind": ev.THREAD_BEGAN, "lane": number, "object": thread}
        yield {"kind": ev.LOCK_ACQUIRED, "lane": number, "object": lock, "value": 1}
        yield {"kind": ev.LOCK_RELEASED, "lane": number, "object": lock, "value": 0}
        yield {"kind": ev.FUTURE_RESOLVED, "lane": number, "object": future, "link": number}
        yield {"kind": ev.EVENT_SET, "lane": number, "object": lock, "value": 0}
        yield {"kind": ev.THREAD_ENDED, "lane": number, "object": thread, "value": 0}


STREAMS = {"workers": (workers, BATCH), "requests": (requests, BATCH), "flood": (requests, FLOOD)}


def resident_bytes() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class Endless:
    """The writer and the reader of one stream, in turns."""

    def __init__(self, folder: Path, stream: str) -> None:
        stem = folder / f"1-{os.getpid()}"
        self.definitions = stem.with_suffix(".defs").open("wb", buffering=0)
        site = {"id": 1, "file": "server.py", "line": 1, "function": "serve"}
        self.define({"site": site})
        self.ring = RingWriter(stem.with_suffix(".ring"), CAPACITY)
        self.log = folder / "run.jsonl"
        self.fold = Fold(WINDOW_ROWS)
        self.intake = Intake(folder, Sources(folder), self.fold)
        limits = {"log_bytes": LOG_BYTES}
        order = StartRun("1", self.log, folder, None, {"kind": "script"}, "now", limits)
        notices = Notices(os.open(os.devnull, os.O_WRONLY))
        self.journal = Journal(order, self.intake, Allowance(0), ANALYSES, notices)
        self.journal.begin()
        source, self.batch = STREAMS[stream]
        self.items = source()

    def define(self, row: dict[str, Any]) -> None:
        self.definitions.write(json.dumps(row).encode() + b"\n")

    def go_on(self, events: int) -> None:
        """Write so many events more, and read them."""
        upto = self.ring.last + events
        while self.ring.last < upto:
            until = min(self.ring.last + self.batch, upto)
            while self.ring.last < until:
                self.write(next(self.items))
            self.look()

    def look(self) -> None:
        """Read all that is there."""
        self.journal.write(self.intake.look())
        while self.intake.behind:
            self.journal.write(self.intake.look())

    def write(self, item: Item) -> None:
        if "define" in item:
            self.define(item["define"])
        else:
            self.ring.write(time=perf_counter_ns(), **item)

    def end(self) -> dict[str, int]:
        end = self.journal.end(Outcome("finished", "", NO_EXIT), self.fold.timeline.now)
        self.intake.close()
        self.journal.log.close()
        return dict(end.counts)


def main(stream: str, events: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        endless = Endless(Path(folder), stream)
        endless.go_on(events // 3)
        third = resident_bytes()
        endless.go_on(events - events // 3)
        end = resident_bytes()
        print(
            json.dumps(
                {
                    "events": endless.intake.events,
                    "lost": endless.intake.tally().dropped,
                    "open": len(endless.fold.timeline.open_spans),
                    "third": third,
                    "end": end,
                    "log": bytes_of(endless.log),
                    "dropped_before": endless.journal.log.dropped_before,
                    "counts": endless.end(),
                }
            )
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
