"""The watch: what threads cannot tell themselves, told by who decides whether they run.

The preloaded library tells of the GIL (`gil_log`), the kernel of the processors
(`switches`). Here the two become events of the run, of lanes instead of threads, in order
of time. What is shorter than `QUICK_NS` is not told: a thread that leaves its processor
and is back at once has run on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from time import perf_counter_ns
from typing import NamedTuple

from app.events import (
    GIL_DROPPED,
    GIL_TAKEN,
    GIL_WANTED,
    PROCESSOR_LEFT,
    PROCESSOR_TAKEN,
    SINCE_DROP,
    Event,
)
from app.runs.gil import Gil
from app.runs.gil_log import SURE_NS, GilLog, GilRing
from app.runs.switches import Switches
from app.timeline.model import Process, SyncObject

QUICK_NS = 50_000
MOST_THREADS = 4096
"""Before those that are gone are let go."""
MOST_LATE = 1 << 15
"""Tellings that wait here for their turn, 200 bytes each. Beyond that they are left where they
were written: whoever tells faster than we can listen, for so long, is overwritten, and that is
counted."""
TIME = itemgetter(0)


class Telling(NamedTuple):
    """One record of either source, on the clock of the machine."""

    time: int
    thread: int
    kind: int
    value: int
    flags: int = 0
    gil: int = 0


@dataclass(slots=True)
class Thread:
    """What is known of a thread of the run just now."""

    lane: int = 0
    wants_gil: bool = False
    dropped: int = 0
    """When it last dropped the GIL."""
    left: Telling | None = None
    """How it left its processor, None while it has one."""
    told: bool = False
    """Whether that has become an event."""


class Watch:
    """Watches the threads of one run."""

    def __init__(self, gil_log: GilLog | None = None, switches: Switches | None = None) -> None:
        self.switches = switches
        self._log = gil_log
        self._rings: dict[int, tuple[GilRing, int]] = {}
        self._threads: dict[int, Thread] = {}
        self._pending: dict[int, Thread] = {}
        """Threads that left their processor a moment ago, and may be back at once."""
        self._late: list[Telling] = []
        self._heard_until = 0
        """Up to which time of the run all that was told has been listened to."""
        self._origin = 0
        self._most = MOST_THREADS
        self.gils: dict[int, int] = {}
        """The GIL of each process that has one, as an object of the run."""
        self._dropped = 0
        """Of processes that are over."""
        self.seen: dict[int, Gil] = {}
        """The GILs that can only be looked at, by process."""
        if gil_log is not None and switches is None:
            gil_log.ask_for_processor_time()

    @property
    def has_witness(self) -> bool:
        """Whether a library was preloaded to tell of the GIL, or the kernel tells of switches."""
        return self._log is not None or self.switches is not None

    def handed_on(self) -> dict[str, str]:
        """What the first process has to know, so that those it starts are watched as well."""
        return self._log.handed_on() if self._log is not None else {}

    @property
    def speaks(self) -> bool:
        """Whether there is anything to hear from it."""
        return bool(self._rings) or self.switches is not None

    @property
    def dropped(self) -> int:
        """How much was lost because it came too fast."""
        lost = sum(ring.dropped for ring, _ in self._rings.values())
        return self._dropped + lost + (self.switches.dropped if self.switches else 0)

    def adopt(self, process: Process, fresh: Iterator[int]) -> list[Process | SyncObject]:
        """Watch over a process that has begun; return its row and that of its GIL."""
        ring = self._ring_of(process)
        how = "exact" if ring else self._how(process)
        known = self.gils.get(process.id)
        rows: list[Process | SyncObject] = [replace(process, gil_watch=how)]
        if how != "none" and known is None:
            known = self.gils[process.id] = next(fresh)
            rows.append(SyncObject(known, "GIL", "GIL", process=process.id))
        if ring is not None:
            self._rings[process.id] = ring, known or 0
        return rows

    def _ring_of(self, process: Process) -> GilRing | None:
        if process.id in self._rings:
            return self._rings[process.id][0]
        return self._log.ring(process.pid) if self._log is not None and process.gil else None

    def tidy(self) -> None:
        """Make room for processes to come."""
        if self._log is not None:
            self._log.free_unread()

    def let_go(self, process: int) -> None:
        """A process is over: its ring is for others, and its memory is not looked at."""
        ring, gil = self._rings.pop(process, (None, 0))
        if ring is not None and self._log is not None:
            self._late = sorted([*self._late, *_tellings(ring, gil)], key=TIME)
            self._dropped += ring.dropped
            self._log.free(ring)
        if seen := self.seen.pop(process, None):
            seen.close()

    def _how(self, process: Process) -> str:
        if not process.gil:
            return "none"
        if process.id not in self.seen and (gil := Gil.of(process.pid)):
            self.seen[process.id] = gil
        return "sampled" if process.id in self.seen else "none"

    def know(self, thread: int, lane: int) -> None:
        """The thread runs this lane from now on."""
        known = self._threads.get(thread)
        if thread and (known is None or known.lane != lane):
            self._threads[thread] = Thread(lane)
            if len(self._threads) > self._most:
                self._forget()

    def _forget(self) -> None:
        """Let go of threads that are no more; there may be as many again before the next time."""
        gone = [number for number in self._threads if not Path(f"/proc/{number}").exists()]
        for number in gone:
            del self._threads[number]
            self._pending.pop(number, None)
        self._most = max(MOST_THREADS, 2 * len(self._threads))

    def in_doubt(self, thread: int, named_since: int | None = None) -> bool:
        """Whether only a look can say what a thread does that no event speaks of.

        Not if a look has, at what it has done since then (a time of the run), and it has
        not had a processor in between.
        """
        known = self._threads.get(thread)
        if known is None or known.wants_gil:
            return known is None
        if self.switches is None:
            return True
        if known.left is None or known.left.value:
            return False
        return named_since is None or named_since < known.left.time - self._origin

    def lane(self, thread: int) -> int:
        """The lane of a thread, 0 if it is not known."""
        known = self._threads.get(thread)
        return known.lane if known else 0

    def sure_until(self) -> int:
        """Up to which time, on the clock of the machine, what has been told is complete.

        Ask before the definitions are read: of what a thread did by then, the lane is known.
        """
        return perf_counter_ns() - SURE_NS

    def read(self, origin: int, until: int, limit: int | None = None) -> tuple[list[Event], int]:
        """Return what happened since the last call, and up to which time that is all.

        That is `until` (of the run, which began at `origin`), or earlier when more than
        about `limit` things have happened; the rest comes with the next call.
        """
        self._origin = origin
        told = self._late
        if limit is None or len(told) < MOST_LATE:
            self._heard_until = max(self._heard_until, until, self.sure_until() - origin)
            told = sorted([*told, *self._read_all()], key=TIME)
        until = min(until, self._heard_until)
        ready = bisect_right(told, until + origin, key=TIME)
        if limit is not None and ready > limit:
            until = max(told[limit].time - origin, 0)
            ready = bisect_right(told, until + origin, key=TIME)
        self._late = told[ready:]
        events = [
            Event(max(time - origin, 0), kind, lane, gil, 0, int(value), 0, flags)
            for lane, (time, _, kind, value, flags, gil) in self._told(told[:ready], until + origin)
        ]
        events.sort(key=TIME)
        return events, until

    def close(self) -> None:
        """Let go of the memory."""
        for gil in self.seen.values():
            gil.close()
        if self.switches is not None:
            self.switches.close()
        if self._log is not None:
            self._log.close()

    def _read_all(self) -> Iterator[Telling]:
        for ring, gil in self._rings.values():
            yield from _tellings(ring, gil)
        if self.switches is not None:
            for time, thread, left, goes_on in self.switches.read():
                yield Telling(time, thread, PROCESSOR_LEFT if left else PROCESSOR_TAKEN, goes_on)

    def _told(self, told: list[Telling], until: int) -> Iterator[tuple[int, Telling]]:
        for each in told:
            thread = self._threads.get(each.thread)
            if thread is None:
                if each.gil:
                    yield 0, each
            elif each.kind == PROCESSOR_LEFT:
                thread.left, thread.told = each, False
                self._pending[each.thread] = thread
            elif each.kind == PROCESSOR_TAKEN:
                yield from self._back(thread, each)
            else:
                yield from self._of_gil(thread, each)
        for number, thread in list(self._pending.items()):
            if thread.left is None or until - thread.left.time > QUICK_NS:
                yield from self._gone(thread)
                del self._pending[number]

    def _back(self, thread: Thread, back: Telling) -> Iterator[tuple[int, Telling]]:
        if thread.left is not None and back.time - thread.left.time > QUICK_NS:
            yield from self._gone(thread)
        if thread.told:
            yield thread.lane, back
        thread.left, thread.told = None, False

    def _gone(self, thread: Thread) -> Iterator[tuple[int, Telling]]:
        if thread.left and not thread.told and not thread.wants_gil:
            thread.told = True
            yield thread.lane, thread.left

    def _of_gil(self, thread: Thread, each: Telling) -> Iterator[tuple[int, Telling]]:
        thread.wants_gil = each.kind == GIL_WANTED
        since = thread.dropped if each.flags else 0
        if each.kind == GIL_DROPPED:
            thread.dropped = each.time
        if since:
            yield thread.lane, each._replace(time=since, kind=GIL_WANTED)
        if not since or each.kind == GIL_TAKEN:
            yield thread.lane, each


def _tellings(ring: GilRing, gil: int) -> Iterator[Telling]:
    for time, ran, thread, kind, since_drop in ring.read():
        yield Telling(time, thread, kind, ran, SINCE_DROP * since_drop, gil)
