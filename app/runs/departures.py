"""Departures: lanes whose threads are gone and have not said so.

What a thread says at its end may be overwritten before anybody reads it, and a thread that
C code made says nothing. Its lane would stay open for ever, and a program that makes one
for each request would fill memory with them. The kernel lists the threads of a process:
who is not listed is over, and whatever it wrote was written before that look. So its lane
ends when everything up to then has been folded and it is still open.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from app.runs.guardian import LINUX
from app.runs.recording import Recording
from app.runs.watch import Watch
from app.timeline.fold import Fold

PERIOD_NS = 1_000_000_000
AFTER_LOSS_NS = 100_000_000
"""Where ends have been lost for certain; a look takes a microsecond or two for each thread."""


class Departures:
    """Ends the lanes of threads that the kernel knows no more."""

    def __init__(self, fold: Fold, watch: Watch, clock: Callable[[], int]) -> None:
        self._fold = fold
        self._watch = watch
        self._clock = clock
        self._missed: dict[int, int] = {}
        """Lane -> when its thread was first missed, in time of the run."""
        self._looked = 0
        self._period = PERIOD_NS

    def expect(self) -> None:
        """Events were lost: the ends of some threads may be among them."""
        self._period = AFTER_LOSS_NS

    def look(self, recordings: Iterable[Recording], known: int) -> None:
        """See who is gone, and end the lanes of those of whom all is known up to `known`."""
        for lane in [lane for lane, missed in self._missed.items() if known >= missed]:
            self._fold.depart(lane, self._missed.pop(lane))
        now = self._clock()
        if LINUX and now - self._looked >= self._period:
            self._looked, self._period = now, PERIOD_NS
            for recording in recordings:
                missing = list(self._missing(recording))
                now = self._clock()
                for lane in missing:
                    self._missed.setdefault(lane, now)

    def _missing(self, recording: Recording) -> Iterator[int]:
        living = _threads(recording.ring.pid)
        # A process that counts its threads otherwise than we do cannot be looked up.
        if recording.dead or recording.ring.pid not in living:
            return
        for row in self._fold.unended(recording.decoder.number):
            if row.native and (
                row.native not in living or self._watch.lane(row.native) not in (0, row.id)
            ):
                yield row.id


def _threads(pid: int) -> frozenset[int]:
    try:
        return frozenset(map(int, os.listdir(f"/proc/{pid}/task")))  # noqa: PTH208 - names only
    except OSError:
        return frozenset()
