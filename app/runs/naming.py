"""Naming: gives what threads wait for in the kernel its numbers among the objects of a run.

Finding out costs microseconds, and once in a while milliseconds (a table of ten thousand
connections): there is an allowance for it. When that is used up, waits go without a name
until it has filled again; what a thread does is told in any case.
"""

from __future__ import annotations

import time

from app.runs.decoder import Decoder
from app.runs.descriptors import Descriptors, Thing
from app.runs.kernel import Look, ThreadView
from app.runs.waiting import Waiting
from app.timeline.fold import Fold
from app.timeline.model import Process, SyncObject

SHARE = 0.01
"""Of one processor, at most, in the long run."""
BURST_NS = 5_000_000
"""May be used at once, after a while without."""
MOST_OBJECTS = 2000
"""A server meets clients without end; beyond this many only the operation is told."""


class Naming:
    """Knows by what number each thing that was waited for goes in the run."""

    def __init__(self, fold: Fold, decoder: Decoder) -> None:
        self._fold = fold
        self._fresh = decoder.objects
        self._waiting = Waiting(Descriptors(decoder.sources.shortened, self._processes))
        self._objects: dict[tuple[int, str, str], int] = {}
        self._left = float(BURST_NS)
        self._filled = time.perf_counter_ns()

    def can_afford(self) -> bool:
        """Return whether there is something left of the allowance."""
        now = time.perf_counter_ns()
        self._left = min(self._left + (now - self._filled) * SHARE, BURST_NS)
        self._filled = now
        return self._left > 0

    def operation(self, look: Look) -> int:
        """Return the operation of a wait as far as the system call tells it by itself."""
        return self._waiting.operation(look)

    def name(self, process: Process, view: ThreadView, look: Look) -> tuple[int, int]:
        """Return the operation that the thread waits in, and the object; 0 if not known."""
        began = time.thread_time_ns()
        operation, thing = self._waiting.tell(process.pid, look)
        if thing is not None and view.look() is not look:
            # It went on meanwhile: that may have been the next one's name.
            operation, thing = self._waiting.operation(look), None
        self._left -= time.thread_time_ns() - began
        return operation, self._number(process, thing) if thing else 0

    def _number(self, process: Process, thing: Thing) -> int:
        key = process.id, thing.kind, thing.name
        known = self._objects.get(key)
        if known is None and len(self._objects) < MOST_OBJECTS:
            known = self._objects[key] = self._told(process, thing) or next(self._fresh)
        if known and known not in self._fold.timeline.objects:
            # New, or not waited for in hours: then its row may have been let go.
            self._fold.define(SyncObject(known, thing.kind, thing.name, process=process.id))
        return known or 0

    def _told(self, process: Process, thing: Thing) -> int:
        """Return the object of a child that the process itself has told of."""
        at = thing.name.rfind("(pid ")
        if thing.kind != "Process" or at < 0:
            return 0
        for row in reversed(self._fold.timeline.objects.values()):
            if row.kind == "Process" and (row.name or "").endswith(thing.name[at:]):
                return row.id if row.process == process.id else 0
        return 0

    def _processes(self) -> dict[int, str]:
        """Return the processes that are recorded, by pid, with their names."""
        return {each.pid: each.name for each in self._fold.timeline.processes.values()}
