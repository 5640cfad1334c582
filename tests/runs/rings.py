"""A ring as a recorder would write it, one step at a time."""

from __future__ import annotations

import mmap
import os
import time
from pathlib import Path

from app.events import (
    RECORD,
    RECORD_SIZE,
    RING_CLOSED_OFFSET,
    RING_HEADER,
    RING_HEADER_SIZE,
    RING_MAGIC,
    SCHEMA_VERSION,
)


class RingWriter:
    """Writes records whole (`write`) or in the steps that a reader may see between."""

    def __init__(self, path: Path, capacity: int = 64, *, start: int | None = None) -> None:
        self.path = path
        self.capacity = capacity
        self.last = 0
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.truncate(RING_HEADER_SIZE + capacity * RECORD_SIZE)
        with partial.open("r+b") as file:
            self.map = mmap.mmap(file.fileno(), 0)
        start = time.perf_counter_ns() if start is None else start
        header = (RING_MAGIC, SCHEMA_VERSION, RECORD_SIZE, capacity, os.getpid(), os.getppid())
        RING_HEADER.pack_into(self.map, 0, *header, start, time.time_ns(), 250_000, 0, 0)
        partial.rename(path)

    def take(self) -> int:
        """Take a sequence number."""
        self.last += 1
        return self.last

    def clear(self, sequence: int) -> None:
        """First thing that `pack_into` does."""
        at = self._offset(sequence)
        self.map[at : at + RECORD_SIZE] = bytes(RECORD_SIZE)

    def begin(self, sequence: int, **fields: int) -> None:
        """Fill in all but the number."""
        at = self._offset(sequence)
        self.map[at : at + RECORD_SIZE - 8] = self._record(sequence, **fields)[:-8]

    def finish(self, sequence: int) -> None:
        """Write the number: now the record is there."""
        at = self._offset(sequence) + RECORD_SIZE - 8
        self.map[at : at + 8] = self._record(sequence)[-8:]

    def write(self, **fields: int) -> int:
        """Write one whole record; its fields default to the sequence number."""
        sequence = self.take()
        self.clear(sequence)
        self.begin(sequence, **fields)
        self.finish(sequence)
        return sequence

    def close(self) -> None:
        """Say that nothing more will come."""
        self.map[RING_CLOSED_OFFSET] = 1

    def _offset(self, sequence: int) -> int:
        return RING_HEADER_SIZE + ((sequence - 1) & (self.capacity - 1)) * RECORD_SIZE

    def _record(
        self,
        sequence: int,
        *,
        time: int | None = None,
        value: int | None = None,
        link: int = 0,
        lane: int = 1,
        object: int = 0,  # noqa: A002 - the field's name
        site: int = 0,
        kind: int = 67,
        flags: int = 0,
    ) -> bytes:
        time = sequence if time is None else time
        value = sequence if value is None else value
        return RECORD.pack(time, value, link, lane, object, site, kind, flags, sequence)
