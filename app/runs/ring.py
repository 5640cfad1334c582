"""A ring: the shared memory in which one process leaves its events, read from outside.

The writer asks nobody and waits for nobody: a slow reader is lapped. The reader's
promise is arithmetic: every sequence number ever taken is either delivered once or
counted as dropped, whatever the interleaving of writes and reads.

Why three passes over the slots. A record's sequence number is written last, so a
number read *first* vouches for a record copied *after* it. That says nothing of a
writer who laps the reader during the copy; but `Struct.pack_into` clears the whole
slot before it fills it (`s_pack_internal` in CPython's Modules/_struct.c), and the
compiled recorder takes the number away first (`write_record` in its `ring.c`), so a
number that is unchanged *after* the copy says that no new lap had begun.
"""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from app.events import (
    COSTS,
    RECORD,
    RECORD_SIZE,
    RING_CLOSED_OFFSET,
    RING_COST_OFFSET,
    RING_COSTS_OFFSET,
    RING_HEADER,
    RING_HEADER_SIZE,
    RING_MAGIC,
    RING_OUTPUT_DROPPED_OFFSET,
    RING_PROCESSOR_OFFSET,
    SCHEMA_VERSION,
)

Record = tuple[int, int, int, int, int, int, int, int, int]
"""time, value, link, lane, object, site, kind, flags, sequence number; ids of the process."""

WORD = struct.Struct("@Q")
WORDS_PER_RECORD = RECORD_SIZE // WORD.size
BLOCK = 1024
PEEK = 64
HOLE_PATIENCE_NS = 100_000_000


class RingError(Exception):
    """The file is not a ring that this version can read."""


class Reading(NamedTuple):
    """One look at a ring: records in order, and how many were lost just before them."""

    records: list[Record]
    lost: int


class RingReader:
    """Reads one ring from its first record on, at the reader's own pace."""

    def __init__(self, path: Path, clock: Callable[[], int] = time.perf_counter_ns) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.capacity: int
        self.pid: int
        self.parent_pid: int
        self.start: int
        magic, version, size, self.capacity, self.pid, self.parent_pid, self.start, *_ = (
            RING_HEADER.unpack_from(self._map)
        )
        end = RING_HEADER_SIZE + self.capacity * RECORD_SIZE
        if (magic, version, size) != (RING_MAGIC, SCHEMA_VERSION, RECORD_SIZE):
            raise RingError(f"{path.name} is not a ring of version {SCHEMA_VERSION}")
        if len(self._map) < end:
            raise RingError(f"{path.name} is shorter than its header says")
        self._slots = memoryview(self._map)[RING_HEADER_SIZE:end]
        self._numbers: memoryview[int] = self._slots.cast("Q")[
            WORDS_PER_RECORD - 1 :: WORDS_PER_RECORD
        ]
        self._clock = clock
        self._next = 1
        self._hole_since: int | None = None
        self._skipped: set[int] = set()
        self.dropped = 0

    def costs(self) -> list[float]:
        """By kind, the nanoseconds one event costs the program, as it measured at its start."""
        words = (self._word(RING_COSTS_OFFSET + WORD.size * kind) for kind in range(COSTS))
        return [word / 1000 for word in words]

    def first_lap_cost(self) -> float:
        """How many nanoseconds more the first record in each place takes."""
        return self._word(RING_COST_OFFSET) / 1000

    def processor_ns(self) -> int:
        """The processor time the process had had when it began to record."""
        return self._word(RING_PROCESSOR_OFFSET)

    @property
    def output_dropped(self) -> int:
        """Lines of output that the program's recorder did not keep."""
        return self._word(RING_OUTPUT_DROPPED_OFFSET)

    @property
    def closed(self) -> bool:
        """Whether the writer has said that it is done."""
        return self._word(RING_CLOSED_OFFSET) != 0

    @property
    def held_up(self) -> bool:
        """Whether records wait behind one that is still being written."""
        return self._hole_since is not None

    def read(self, limit: int, *, dead: bool = False) -> Reading:
        """Return up to about `limit` records that came since the last call.

        `dead` says that the writer writes no more, so a hole is not waited for. What
        follows a loss comes in a reading of its own, so the gap has a place.
        """
        records = self._recover()
        lost = 0
        while len(records) < limit:
            taken = self._take(min(BLOCK, limit - len(records)))
            records += taken
            if taken:
                self._hole_since = None
            elif records or not (gap := self._gap(dead=dead)):
                break
            else:
                lost += gap
        self.dropped += lost
        return Reading(records, lost)

    def close(self) -> None:
        """Let go of the memory."""
        self._numbers.release()
        self._slots.release()
        self._map.close()

    def _word(self, offset: int) -> int:
        (word,) = WORD.unpack_from(self._map, offset)
        return int(word)

    def _number(self, sequence: int) -> int:
        return int(self._numbers[(sequence - 1) & (self.capacity - 1)])

    def _take(self, limit: int) -> list[Record]:
        """Take the whole records at the reader's place, as far as the ring's edge."""
        if self._number(self._next) != self._next:
            return []
        slot = (self._next - 1) & (self.capacity - 1)
        edge = min(slot + limit, self.capacity)
        before = self._numbers[slot:edge].tolist()
        run = _matches(before, self._next)
        if not run:
            return []
        data = bytes(self._slots[slot * RECORD_SIZE : (slot + run) * RECORD_SIZE])
        run = _matches(self._numbers[slot : slot + run].tolist(), self._next)
        self._next += run
        return list(RECORD.iter_unpack(data[: run * RECORD_SIZE]))

    def _gap(self, *, dead: bool) -> int:
        """Step over what can no longer be read here, and return how much that was."""
        here = self._number(self._next)
        if here > self._next:
            return self._jump(dead=dead)
        ahead = self._ahead(dead=dead)
        if here == self._next or ahead < self._next:
            return 0
        now = self._clock()
        if self._hole_since is None:
            self._hole_since = now
        crowded = self._number(self._next + self.capacity // 2) > self._next
        if not (dead or crowded or now - self._hole_since >= HOLE_PATIENCE_NS):
            return 0
        self._skipped.add(self._next)
        self._next += 1
        return 1

    def _ahead(self, *, dead: bool) -> int:
        """Return a number written beyond the reader's place, if there is one."""
        if dead:
            return int(max(self._numbers.tolist()))
        slot = self._next & (self.capacity - 1)
        return max(*self._numbers[slot : slot + PEEK].tolist(), self._number(self._next + PEEK))

    def _jump(self, *, dead: bool) -> int:
        """The writer is a lap ahead: go on from the oldest record that is likely to stay."""
        newest: int = max(self._numbers.tolist())
        margin = 0 if dead else self.capacity // 8
        place = newest - self.capacity + 1 + margin
        lost = place - self._next
        self._next = place
        self._hole_since = None
        return lost

    def _recover(self) -> list[Record]:
        """Take records that were given up as holes and have been written since.

        A thread may lose the GIL for long between taking a number and writing its
        record; its lane has no later events, so coming late breaks no order.
        """
        records: list[Record] = []
        for sequence in sorted(self._skipped):
            number = self._number(sequence)
            if number < sequence:
                continue
            slot = (sequence - 1) & (self.capacity - 1)
            data = bytes(self._slots[slot * RECORD_SIZE : (slot + 1) * RECORD_SIZE])
            self._skipped.discard(sequence)
            if number == sequence == self._number(sequence):
                records.append(RECORD.unpack(data))
                self.dropped -= 1
        return records


def _matches(numbers: list[int], first: int) -> int:
    """Return how many of the numbers count up from `first`."""
    if numbers == list(range(first, first + len(numbers))):
        return len(numbers)
    return next(i for i, number in enumerate(numbers) if number != first + i)
