"""A log: the lines of one timeline on disk, whole or absent.

One process writes a log (the collector of its run), any number read it meanwhile.
Each line is handed to the kernel as soon as it is appended, so a killed writer loses
nothing it has told of; only the machine's own death can tear the tail, and a torn
tail is cut off by the next writer and never shown by a reader.

While a segment of it grows it is `.jsonl`; afterwards `.jsonl.gz`, the same bytes (see
`segments`). Offsets always count the bytes of the plain text, from the first line that
ever was, so a reader keeps its place over the change, and over the loss of what it has
read.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from app.store.segments import (
    HEAD_LINES,
    Segment,
    folder_of,
    further_segment,
    segments_of,
)

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CHUNK_BYTES = 1 << 20
ATTEMPTS = 5
"""A segment may be packed or dropped between being listed and being opened."""


class StoreFull(Exception):
    """There is no room left for recordings; the message is a sentence for the user."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The disk that holds the recordings ({path.parent}) is full. "
            "Delete old recordings or free some space, then run again."
        )


class LogWriter:
    """Appends whole lines; after any failure the file ends with the last good one.

    `lines` and `bytes` count all lines of the log, also those of earlier segments.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.segment = next(reversed(segments_of(path)), Segment(path))
        self._fd = _open(self.segment.path)
        lines, self._length, head = _whole(self._fd, HEAD_LINES if self.segment.line else 0)
        self.lines = self.segment.line + lines
        self.bytes = self.segment.offset + self._length - head
        os.ftruncate(self._fd, self._length)

    def append(self, line: str) -> int:
        """Write one line (without its newline) and return the length of the log."""
        written = self._write(self._fd, line, self._length)
        self._length += written
        self.lines += 1
        self.bytes += written
        return self.bytes

    @property
    def length(self) -> int:
        """How long the segment is that grows."""
        return self._length

    def cut(self, head: Sequence[str]) -> Segment:
        """Go on in a new segment with this head, and return the one that is complete.

        The new one appears with its head complete.
        """
        segment = further_segment(self.path, self.lines, self.bytes)
        folder_of(self.path).mkdir(exist_ok=True, mode=0o700)
        partial = segment.path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        fd, length = _open(partial), 0
        try:
            for line in head:
                length += self._write(fd, line, length)
        except BaseException:
            os.close(fd)
            partial.unlink()
            raise
        partial.rename(segment.path)
        os.close(self._fd)
        complete, self.segment = self.segment, segment
        self._fd, self._length = fd, length
        return complete

    def _write(self, fd: int, line: str, length: int) -> int:
        """Write a line to a file of this length, or leave the file as it is."""
        data = line.encode() + b"\n"
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(fd, rest) :]
        except OSError as error:
            os.ftruncate(fd, length)
            if error.errno in FULL:
                raise StoreFull(self.path) from error
            raise
        return len(data)

    def close(self) -> None:
        """Let go of the file; closing twice does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class Piece(NamedTuple):
    """Some whole lines, without newlines, and the offset that follows them."""

    lines: list[bytes]
    offset: int
    line: int | None = None
    """The number of the first line, where it does not follow the one read before."""


class LogReader:
    """Reads a log, growing or finished, from any offset that ends a line.

    The file of a segment is opened once: one that is packed or dropped meanwhile stays
    readable through this reader to its end. A place that has been dropped reads as the
    head of the oldest segment there is. With `latest` set, so does all that lies further
    back than so many bytes, by whole segments.
    """

    def __init__(self, path: Path, latest: int | None = None) -> None:
        self.path = path
        self._latest = latest
        self._file: io.FileIO | gzip.GzipFile
        self._read: Callable[[int], bytes]
        self._head: list[bytes] = []
        self._head_bytes = 0
        self._segment: Segment | None = None
        self._next = 0
        self._go_to(0)

    def read(self, offset: int = 0, limit: int = CHUNK_BYTES) -> Piece:
        """Return the whole lines from `offset` on, about `limit` bytes of them.

        At least one line, however long, if there is one; none at the end.
        """
        segment = self._segment
        if segment is None or offset != self._next or offset < segment.offset:
            segment = self._go_to(offset)
        piece = self._read_here(segment, offset, limit)
        if not piece.lines and (later := self._after(segment)):
            # It is complete. Its last line may have come after we looked.
            piece = self._read_here(segment, offset, limit)
            if not piece.lines:
                self._open(later)
                piece = self._read_here(later, offset, limit)
        self._next = piece.offset
        return piece

    def place(self, line: int) -> tuple[int, int]:
        """Return a line at or before this one that a segment begins with, and its offset."""
        places = [(each.line, each.offset) for each in segments_of(self.path) if each.line <= line]
        return places[-1] if places else (0, 0)

    def _segments(self) -> list[Segment]:
        segments = segments_of(self.path)
        if self._latest is not None and len(segments) > 1:
            *others, last = segments
            end = last.offset + last.plain_bytes()
            segments = [each for each in others if end - each.offset <= self._latest] + [last]
        return segments

    def _go_to(self, offset: int) -> Segment:
        """Open the segment in which the offset lies, or else the oldest."""
        for _ in range(ATTEMPTS):
            try:
                segments = self._segments()
                before = [each for each in segments if each.offset <= offset]
                oldest = segments[0] if segments else Segment(self.path)
                chosen = before[-1] if before else oldest
                if chosen != self._segment:
                    self._open(chosen)
            except FileNotFoundError:
                continue
            return chosen
        raise FileNotFoundError(self.path)

    def _after(self, segment: Segment) -> Segment | None:
        return next((each for each in segments_of(self.path) if each.line > segment.line), None)

    def _open(self, segment: Segment) -> None:
        path = segment.on_disk()
        file = io.FileIO(path, "r") if path == segment.path else gzip.GzipFile(path, "rb")
        self.close()
        # `read` of a compressed file throws away what came before the cut in one cut short.
        self._file, self._segment = file, segment
        self._read = file.read1 if isinstance(file, gzip.GzipFile) else file.read
        self._head, self._head_bytes = [], 0
        if segment.line:
            self._read_head()

    def _read_head(self) -> None:
        data = b""
        while data.count(b"\n") < HEAD_LINES:
            more, ended = self._more(CHUNK_BYTES)
            data += more
            if ended:
                break
        self._head = data.split(b"\n", HEAD_LINES)[:HEAD_LINES]
        self._head_bytes = sum(len(line) + 1 for line in self._head)

    def _read_here(self, segment: Segment, offset: int, limit: int) -> Piece:
        if offset >= segment.offset:
            return self._read_lines(segment, offset, limit)
        header, snapshot = self._head
        if offset == 0:
            # Any place short of the segment's own: the next that is read is the snapshot.
            return Piece([header], 1, 0)
        return Piece([snapshot], segment.offset, segment.line - 1)

    def _read_lines(self, segment: Segment, offset: int, limit: int) -> Piece:
        self._file.seek(offset - segment.offset + self._head_bytes)
        data = b""
        while True:
            more, ended = self._more(limit)
            data += more
            cut = data.rfind(b"\n") + 1
            if cut or ended:
                return Piece(data[:cut].split(b"\n")[:-1], offset + cut)

    def _more(self, limit: int) -> tuple[bytes, bool]:
        try:
            more = self._read(limit)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            # A compressed log that was cut off or damaged: what came before is good.
            return b"", True
        return more, not more

    def close(self) -> None:
        """Let go of the file."""
        if self._segment is not None:
            self._file.close()
            self._segment = None

    def __enter__(self) -> LogReader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def _whole(fd: int, head_lines: int) -> tuple[int, int, int]:
    """Count the whole lines of a file after its head, all its bytes, and those of the head."""
    lines = position = whole = head = 0
    while data := os.pread(fd, CHUNK_BYTES, position):
        for _ in range(min(head_lines - lines, data.count(b"\n"))):
            head = position + data.index(b"\n", max(head - position, 0)) + 1
            lines += 1
        lines += data.count(b"\n", max(head - position, 0))
        if (last := data.rfind(b"\n")) >= 0:
            whole = position + last + 1
        position += len(data)
    return max(lines - head_lines, 0), whole, head
