"""Processors: how much processor time the recorded processes get, by the kernel's account.

The kernel keeps a clock for each process that counts the time its threads, also those
that are gone, have had a processor; on Linux anybody may read it by the pid, to the
nanosecond, until the process has been waited for. Elsewhere there is no such account,
and what is made of it stays untold.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable

from app.runs.guardian import LINUX
from app.timeline.fold import Fold
from app.timeline.model import SyncObject

PERIOD_NS = 100_000_000
STEP = 10
"""Thousandths of a core: less is the noise of the account."""


def usable_cores() -> int:
    """Return how many processors we, and what we start, may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ProcessorTime:
    """The processor time that one process has had since it had had `began` nanoseconds."""

    def __init__(self, pid: int, began: int) -> None:
        # MAKE_PROCESS_CPUCLOCK of the kernel's include/linux/posix-timers_types.h
        self._clock = (~pid << 3) | 2
        self.ns = 0
        self._began = began

    def read(self) -> int:
        """Return it in nanoseconds; of a process that is gone, what it last was."""
        now = self._clocked()
        if now is not None:
            self.ns = now - self._began
        return self.ns

    def _clocked(self) -> int | None:
        if LINUX:
            with contextlib.suppress(OSError):
                return time.clock_gettime_ns(self._clock)
        return None


class CoresBusy:
    """The counter of how many cores the whole run keeps busy."""

    def __init__(self, fold: Fold, new_object: Callable[[], int]) -> None:
        self._fold = fold
        self._new_object = new_object
        self._object = 0
        self._since = self._counted_ns = 0
        self._value = -1
        self._untold: deque[tuple[int, int]] = deque()
        """Values of times up to which the program is not known yet."""

    def is_due(self, now: int) -> bool:
        """Whether enough time has passed for a value that means something."""
        return now - self._since >= PERIOD_NS

    def count(self, now: int, total_ns: int) -> None:
        """Reckon the value of the time since the last, of which `total_ns` is the sum."""
        if now <= self._since:
            return
        cores = (total_ns - self._counted_ns) / (now - self._since)
        value = max(round(cores * 1000 / STEP) * STEP, 0)
        if value != self._value:
            self._value = value
            self._untold.append((self._since, value))
        self._since, self._counted_ns = now, total_ns

    def tell(self, known: int) -> None:
        """Tell the values of what is known: those of other counters come in order of time."""
        while self._untold and self._untold[0][0] <= known:
            if not self._object:
                self._object = self._new_object()
                self._fold.define(SyncObject(self._object, "Processors", "cores busy"))
            self._fold.timeline.count(self._object, *self._untold.popleft())
