"""The GIL log: who wanted, took and dropped the GIL when, as the preloaded library tells it.

The memory is ours, without a name in any file system; the child gets its descriptor. Each
process of the run that records takes a ring of its own, so a forked child is told of as
well. What is never touched takes no memory: 26 MB are reserved, some 100 KB used by a
program that hands its GIL on a thousand times.

The layout is that of `app/runs/preload/gil.c`.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter_ns
from typing import NamedTuple

from app.runs.guardian import is_alive
from app.runs.preloading import library, preloaded

ENVIRONMENT = "THREADLINE_GIL"
MAGIC = 0x4C494757
HEADER_BYTES = 4096
MEMORY = struct.Struct("@IIII")
"""magic, rings, capacity of each, whether to ask for processor time."""
ASKS_AT = 12
RING = struct.Struct("@QII")
"""records written, whether a drop may yet be taken back, pid: 0 while the ring is free."""
RECORD = struct.Struct("@QqIHH")
RINGS = 16
CAPACITY = 1 << 16
RING_BYTES = HEADER_BYTES + CAPACITY * RECORD.size
SURE_NS = 100_000
"""A drop that is older is no longer taken back: twice the time in which it would be."""


class GilRecord(NamedTuple):
    """What a thread told of the GIL, on the clock of the machine."""

    time: int
    ran: int
    """Its processor time since its record before, -1 where that was not asked for."""
    thread: int
    kind: int
    since_drop: int
    """It has wanted the GIL since it dropped it: it was made to."""


class GilLog:
    """The memory that the processes of a run share with us."""

    def __init__(self) -> None:
        """Raise OSError where there is no such memory."""
        size = HEADER_BYTES + RINGS * RING_BYTES
        self.fd = os.memfd_create("threadline", os.MFD_CLOEXEC)
        try:
            os.ftruncate(self.fd, size)
            self._map = mmap.mmap(self.fd, size)
        except OSError:
            os.close(self.fd)
            raise
        MEMORY.pack_into(self._map, 0, MAGIC, RINGS, CAPACITY, 0)
        self._rings: dict[int, GilRing] = {}

    @classmethod
    def of_preloaded(cls) -> GilLog | None:
        """Return a log for a Python that is to be started, None where there can be none."""
        with suppress(OSError, AttributeError):
            return cls() if library() else None
        return None

    def told_in(self, environment: dict[str, str]) -> dict[str, str]:
        """Return the environment by which a Python learns of the log and the library."""
        path = library()
        assert path is not None
        return {**preloaded(environment, path), ENVIRONMENT: str(self.fd)}

    def handed_on(self) -> dict[str, str]:
        """What a recorded Python tells those that it starts, which have not our descriptors."""
        return {"preload": str(library()), "gil_memory": f"/proc/{os.getpid()}/fd/{self.fd}"}

    def ask_for_processor_time(self) -> None:
        """Let threads tell it with what they tell: the kernel will not tell us otherwise."""
        struct.pack_into("@I", self._map, ASKS_AT, 1)

    def ring(self, pid: int) -> GilRing | None:
        """Return what a process tells, None if it tells nothing. A pid that begins again
        has another ring: the one that nobody has asked for.
        """
        known = None
        for number in range(RINGS):
            at = HEADER_BYTES + number * RING_BYTES
            if RING.unpack_from(self._map, at)[2] == pid:
                if number not in self._rings:
                    self._rings[number] = GilRing(self._map, at)
                    return self._rings[number]
                known = self._rings[number]
        return known

    def free(self, ring: GilRing) -> None:
        """The process is over and what it told has been read: another may have its ring."""
        number = next(number for number, each in self._rings.items() if each is ring)
        del self._rings[number]
        RING.pack_into(self._map, HEADER_BYTES + number * RING_BYTES, 0, 0, 0)

    def free_unread(self) -> None:
        """When no ring is free, free those of processes that are over and never recorded: a
        fork that became another program has taken one all the same.
        """
        places = [HEADER_BYTES + number * RING_BYTES for number in range(RINGS)]
        pids = [RING.unpack_from(self._map, at)[2] for at in places]
        if all(pids):
            for number, (at, pid) in enumerate(zip(places, pids, strict=True)):
                if number not in self._rings and not is_alive(pid):
                    RING.pack_into(self._map, at, 0, 0, 0)

    def close(self) -> None:
        """Let go of the memory."""
        self._map.close()
        os.close(self.fd)


class GilRing:
    """The records of one process. Its threads write one at a time: they share a GIL."""

    def __init__(self, memory: mmap.mmap, at: int) -> None:
        self._memory = memory
        self._at = at
        self._next = 0
        self._ahead: GilRecord | None = None
        """The last record, if it is a drop that had not yet been told for good."""
        self.dropped = 0

    def read(self) -> Iterator[GilRecord]:
        """Yield what was told since the last call, in order."""
        head, is_open, _ = RING.unpack_from(self._memory, self._at)
        self._step_over(head)
        if self._ahead and head >= self._next:
            # It was taken back after all, by a thread that was held up while it did so.
            self._next -= self._record(self._next - 1) != self._ahead
            self._ahead = None
        while self._next < head:
            rows = min(head - self._next, CAPACITY - self._next % CAPACITY)
            start = self._place(self._next)
            data = self._memory[start : start + rows * RECORD.size]
            self._next += rows
            yield from map(GilRecord._make, RECORD.iter_unpack(data))
        if is_open and head == self._next:
            yield from self._open_drop()

    def _open_drop(self) -> Iterator[GilRecord]:
        """The drop that nothing has followed, if it is too old to be taken back."""
        record = self._record(self._next)
        if perf_counter_ns() - record.time > SURE_NS:
            self._next += 1
            self._ahead = record
            yield record

    def _step_over(self, head: int) -> None:
        """Go on from records that are likely to stay, when the writers are nearly a lap ahead."""
        if head - self._next > CAPACITY * 7 // 8:
            lost = head - CAPACITY // 2 - self._next
            self.dropped += lost
            self._next += lost

    def _record(self, number: int) -> GilRecord:
        return GilRecord._make(RECORD.unpack_from(self._memory, self._place(number)))

    def _place(self, number: int) -> int:
        return self._at + HEADER_BYTES + number % CAPACITY * RECORD.size
