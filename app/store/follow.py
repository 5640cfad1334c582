"""A channel: the ready-made events of one live log, followed by any number of viewers.

A line is persisted, then published: the channel reads what its log has grown by, makes
each line a server-sent event once, and keeps the newest in a ring bounded in bytes.
A viewer is a cursor, the number of the line it wants next. While it is at the head it
hears every event as it comes; there is no queue per viewer, so a slow one costs nothing,
and one that fell out of the ring reads the log by the same numbers (`lines_from`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Generator
from itertools import islice
from operator import itemgetter
from pathlib import Path

from app.store.log import LogReader, Piece

TYPE = re.compile(rb'\{\s*"type"\s*:\s*"([a-z]+)"')
MARK_EVERY = 64
"""Lines between two remembered places of a log; a late viewer skips at most so many."""
PIECE_BYTES = 1 << 17


def sse_event(number: int, line: bytes) -> bytes:
    """Return a line of a timeline as a server-sent event, its number as the id."""
    kind = TYPE.match(line)
    name = kind[1] if kind else b"frame"
    return b"event: %s\nid: %d\ndata: %s\n\n" % (name, number, line)


def is_end(line: bytes) -> bool:
    """True for the last line of a timeline."""
    kind = TYPE.match(line)
    return kind is not None and kind[1] == b"end"


Hear = Callable[[int, bytes, int], bool]
"""Takes the number of the first event, the events, and the number that follows them;
False: it wants to hear no more. No events: the channel has ended."""


class Channel:
    """The live end of one log. For the event loop's thread only.

    `first` and `next` are the numbers of the oldest line in the ring and of the line
    that will come next; `ended` says that none will.
    """

    def __init__(self, log: Path, ring_bytes: int) -> None:
        self.log = log
        self.first = self.next = 0
        self.ended = False
        self._ring: deque[bytes] = deque()
        self._ring_bytes = 0
        self._most_bytes = ring_bytes
        self._offset = 0
        self._marks = [(0, 0)]
        self._reader: LogReader | None = None
        self._listeners: set[Hear] = set()

    def advance(self) -> bool:
        """Publish what the log has grown by; True when that was anything."""
        before = self.next
        while not self.ended and (piece := self._read()).lines:
            if piece.line is not None:
                self._skip_to(piece.line)
            first = self.next
            events = [self._keep(line) for line in piece.lines]
            self._offset = piece.offset
            self._tell(first, events[0] if len(events) == 1 else b"".join(events))
            if is_end(piece.lines[-1]):
                self.close()
        return self.next > before

    def _read(self) -> Piece:
        if self._reader is None:
            try:
                self._reader = LogReader(self.log)
            except FileNotFoundError:
                return Piece([], self._offset)  # the first line is still to come
        return self._reader.read(self._offset, PIECE_BYTES)

    def _skip_to(self, line: int) -> None:
        """What we wanted to read has been dropped: go on at the head of what is left."""
        if line > self.next:
            self._ring.clear()
            self._ring_bytes = 0
            self.first = self.next = line

    def _keep(self, line: bytes) -> bytes:
        event = sse_event(self.next, line)
        self._ring.append(event)
        self._ring_bytes += len(event)
        self.next += 1
        self._offset += len(line) + 1
        if self.next % MARK_EVERY == 0:
            self._marks.append((self.next, self._offset))
        # The newest event stays whatever its size: a viewer at the head is never sent back.
        while self._ring_bytes > self._most_bytes and len(self._ring) > 1:
            self._ring_bytes -= len(self._ring.popleft())
            self.first += 1
        return event

    def ready(self, cursor: int, most_bytes: int) -> tuple[bytes, int]:
        """Return events from that number on as far as the ring has them, and the next number.

        Who is at the head gets the very bytes that everyone gets.
        """
        if not self.first <= cursor < self.next:
            return b"", cursor
        if cursor == self.next - 1:
            return self._ring[-1], self.next
        events: list[bytes] = []
        size = 0
        for event in islice(self._ring, cursor - self.first, None):
            events.append(event)
            size += len(event)
            if size >= most_bytes:
                break
        return b"".join(events), cursor + len(events)

    def mark(self, cursor: int) -> tuple[int, int]:
        """Return a line at or before `cursor` and its offset, as a place to read from."""
        return self._marks[bisect_right(self._marks, cursor, key=itemgetter(0)) - 1]

    def listen(self, hear: Hear) -> None:
        """Let somebody who has everything so far hear what comes."""
        self._listeners.add(hear)

    def forget(self, hear: Hear) -> None:
        """Tell it no more; twice is once."""
        self._listeners.discard(hear)

    def _tell(self, first: int, events: bytes) -> None:
        self._listeners -= {hear for hear in self._listeners if not hear(first, events, self.next)}

    def close(self) -> None:
        """Say that no line will come any more."""
        self.ended = True
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._tell(self.next, b"")


def lines_from(
    log: Path, cursor: int, mark: tuple[int, int] = (0, 0), latest: int | None = None
) -> Generator[tuple[int, bytes]]:
    """Yield the lines of a log from number `cursor` on, each with its number.

    Keeps the file open, so that a log that is compressed or deleted meanwhile can be
    read to its end. Stops where the log does for now. Where lines have been dropped, or
    lie further back than the `latest` so many bytes, numbers are passed over, and the
    first line after the gap tells how things stood.
    """
    with LogReader(log, latest) as reader:
        number, offset = max(mark, reader.place(cursor))
        while (piece := reader.read(offset, PIECE_BYTES)).lines:
            offset = piece.offset
            number = number if piece.line is None else piece.line
            for line in piece.lines:
                if number >= cursor:
                    yield number, line
                number += 1


class Channels:
    """The channels of all live runs of this process, and of those it was asked to watch."""

    def __init__(self, ring_bytes: int) -> None:
        self._ring_bytes = ring_bytes
        self._channels: dict[str, Channel] = {}

    def open(self, run: str, log: Path) -> Channel:
        """Return the channel of a live run, made on the first call."""
        if run not in self._channels:
            self._channels[run] = Channel(log, self._ring_bytes)
        return self._channels[run]

    def get(self, run: str) -> Channel | None:
        """Return the channel of a run if there is one."""
        return self._channels.get(run)

    def drop(self, run: str) -> None:
        """Close a channel; its viewers keep it until they have read it to the end."""
        if channel := self._channels.pop(run, None):
            channel.advance()
            channel.close()

    def close(self) -> None:
        """End every stream where it is; its viewers may come back with their numbers."""
        for run in list(self._channels):
            self._channels.pop(run).close()
