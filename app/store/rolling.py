"""A rolling log: one that is cut into segments, packed behind its end and dropped at its head.

So what a run leaves on the disk is bounded however long it lasts, and the latest of it is
there. The oldest segment goes when all together are over the limit, or when the disk is
full; never the one that grows.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.store.log import LogWriter, StoreFull
from app.store.packing import Packing
from app.store.segments import Segment, drop

SEGMENT_BYTES = 32 << 20
"""Plain; packed about a sixth. Packing the last one is what the end of a run waits for."""
SEGMENTS = 8
"""A small limit is met by smaller segments: what is dropped at a time is one part of these."""
LEAST_BYTES = 1 << 16


@dataclass(slots=True)
class Complete:
    """A segment that will not grow; `since` is when what it tells begins."""

    segment: Segment
    since: int
    bytes: int


class RollingLog:
    """Appends lines, and keeps about `most_bytes` of the latest on disk; 0 keeps all."""

    def __init__(self, path: Path, most_bytes: int = 0) -> None:
        self.dropped_before = 0
        """The time from which on all is there."""
        self._writer = LogWriter(path)
        self._most = most_bytes
        self._segment_bytes = SEGMENT_BYTES
        if most_bytes:
            share = max(most_bytes // SEGMENTS, LEAST_BYTES)
            self._segment_bytes = min(SEGMENT_BYTES, share)
        self._complete: deque[Complete] = deque()
        self._unpacked: deque[Complete] = deque()
        self._packing: Packing | None = None
        self._since = 0

    @property
    def lines(self) -> int:
        """How many lines there have been."""
        return self._writer.lines

    @property
    def is_full(self) -> bool:
        """Whether the segment that grows has grown enough."""
        return self._writer.length >= self._segment_bytes

    def append(self, line: str) -> int:
        """Write one line and return the length of the log, dropped lines and all."""
        while True:
            try:
                return self._writer.append(line)
            except StoreFull:
                if not self._drop():
                    raise

    def cut(self, head: Sequence[str], since: int) -> None:
        """Go on in a new segment, whose head tells how things stand at this time."""
        length = self._writer.length
        complete = Complete(self._writer.cut(head), self._since, length)
        self._since = since
        self._complete.append(complete)
        self._unpacked.append(complete)

    def tend(self, *, busy: bool = False) -> None:
        """Drop what is over the limit and, unless we are busy, pack for some milliseconds."""
        while self._most and self._writer.length + self._bytes() > self._most and self._drop():
            pass
        if busy:
            return
        if self._packing is None and self._unpacked:
            with contextlib.suppress(OSError):
                self._packing = Packing(self._unpacked[0].segment.path)
        if self._packing is not None:
            self._pack(self._packing)

    def _bytes(self) -> int:
        return sum(each.bytes for each in self._complete)

    def _pack(self, packing: Packing) -> None:
        try:
            if not packing.step():
                return
        except (StoreFull, OSError):
            self._drop()
        else:
            packed = self._unpacked.popleft()
            packed.bytes = packed.segment.bytes_on_disk()
        self._packing = None

    def _drop(self) -> bool:
        """Drop the oldest segment; false when there is only the one that grows."""
        if not self._complete:
            return False
        oldest = self._complete.popleft()
        if self._unpacked and self._unpacked[0] is oldest:
            self._unpacked.popleft()
            self._give_up_packing()
        drop(oldest.segment)
        self.dropped_before = self._complete[0].since if self._complete else self._since
        return True

    def _give_up_packing(self) -> None:
        if self._packing is not None:
            self._packing.give_up()
            self._packing = None

    def close(self) -> None:
        """Let go of the files; closing twice does nothing."""
        self._give_up_packing()
        self._writer.close()
