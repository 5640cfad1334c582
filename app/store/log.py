"""A log: the lines of one timeline on disk, whole or absent.

One process writes a log (the collector of its run), any number read it meanwhile.
Each line is handed to the kernel as soon as it is appended, so a killed writer loses
nothing it has told of; only the machine's own death can tear the tail, and a torn
tail is cut off by the next writer and never shown by a reader.

While a run lives its log is `<id>.jsonl`; afterwards `<id>.jsonl.gz`, the same bytes.
Offsets always count the bytes of the plain text, so a reader keeps its place over
the change.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CHUNK_BYTES = 1 << 20
COMPRESSION_LEVEL = 6


class StoreFull(Exception):
    """There is no room left for recordings; the message is a sentence for the user."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The disk that holds the recordings ({path.parent}) is full. "
            "Delete old recordings or free some space, then run again."
        )


def compressed_path(path: Path) -> Path:
    """Where the log at `path` is once its run has ended."""
    return path.with_name(path.name + ".gz")


class LogWriter:
    """Appends whole lines; after any failure the file ends with the last good one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self.lines, self.bytes = _whole(self._fd)
        os.ftruncate(self._fd, self.bytes)

    def append(self, line: str) -> int:
        """Write one line (without its newline) and return the length of the log."""
        rest = memoryview(line.encode() + b"\n")
        length = self.bytes + len(rest)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError as error:
            os.ftruncate(self._fd, self.bytes)
            if error.errno in FULL:
                raise StoreFull(self.path) from error
            raise
        self.lines += 1
        self.bytes = length
        return length

    def close(self) -> None:
        """Let go of the file; closing twice does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def compress_log(path: Path) -> Path:
    """Turn the finished log at `path` into its compressed form, in one visible step."""
    target = compressed_path(path)
    partial = target.with_name(target.name + ".partial")
    try:
        with path.open("rb") as plain, partial.open("wb") as raw:
            with gzip.GzipFile("", "wb", COMPRESSION_LEVEL, raw, mtime=0) as packed:
                while chunk := plain.read(CHUNK_BYTES):
                    packed.write(chunk)
            raw.flush()
            os.fsync(raw.fileno())
    except OSError as error:
        partial.unlink(missing_ok=True)
        if error.errno in FULL:
            raise StoreFull(path) from error
        raise
    partial.replace(target)
    path.unlink()
    return target


class Piece(NamedTuple):
    """Some whole lines, without newlines, and the offset that follows them."""

    lines: list[bytes]
    offset: int


class LogReader:
    """Reads a log, growing or finished, from any offset that ends a line.

    The file is opened once: a log that is compressed meanwhile stays readable
    through this reader to its end.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: io.FileIO | gzip.GzipFile
        self._read: Callable[[int], bytes]
        try:
            self._file = io.FileIO(path, "r")
            self._read = self._file.read
        except FileNotFoundError:
            self._file = gzip.GzipFile(compressed_path(path), "rb")
            # `read` throws away what came before the cut in a file cut short.
            self._read = self._file.read1

    def read(self, offset: int = 0, limit: int = CHUNK_BYTES) -> Piece:
        """Return the whole lines from `offset` on, about `limit` bytes of them.

        At least one line, however long, if there is one; none at the end.
        """
        self._file.seek(offset)
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
        self._file.close()

    def __enter__(self) -> LogReader:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _whole(fd: int) -> tuple[int, int]:
    """Count the whole lines of a file, and their bytes."""
    lines = position = whole = 0
    while data := os.pread(fd, CHUNK_BYTES, position):
        lines += data.count(b"\n")
        if (last := data.rfind(b"\n")) >= 0:
            whole = position + last + 1
        position += len(data)
    return lines, whole
