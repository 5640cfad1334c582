"""Definitions: the rows in which a process says what the ids in its ring mean.

One JSON object per line, each written whole before the first event that uses it. A
process that is killed in mid-write leaves a torn last line, which is never read.

A program that makes threads for hours writes half a kilobyte of each, into memory as a
rule. Only a process that is forked reads that again, for the names of what it inherits:
most often what was made at the beginning, or lately. The middle is given back.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.runs.holes import punch

Row = dict[str, Any]
"""`{"lane": {...}}`: one key that says what is defined, and its columns."""

PIECE_BYTES = 1 << 18
"""Two thousand rows: a twentieth of a second, and half a megabyte of memory."""
FIRST_BYTES = 16 << 20
LATEST_BYTES = 16 << 20
HOLE_BYTES = 4 << 20
"""What stays of the beginning and of the end; the hole between grows by so much at a time."""


class DefinitionReader:
    """Reads one process's definitions as they come."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._tail = b""
        self._place = self._aim = 0
        self._hole_end = FIRST_BYTES
        self.malformed = 0

    @property
    def behind(self) -> bool:
        """Whether not all has been read that there was when we took aim."""
        return self._place < self._aim

    def take_aim(self) -> None:
        """What is there now is what has to be read, in as many pieces as that takes."""
        self._aim = os.fstat(self._fd).st_size

    def read(self) -> list[Row]:
        """Return a piece of the rows that are to be read.

        Not those that come meanwhile: a program may write faster than we read.
        """
        data = os.read(self._fd, max(min(self._aim - self._place, PIECE_BYTES), 0))
        self._place = self._place + len(data) if data else self._aim
        *lines, self._tail = (self._tail + data).split(b"\n")
        self._give_back(self._place)
        return list(self._rows(lines)) if lines else []

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._fd)

    def _give_back(self, read: int) -> None:
        if read - LATEST_BYTES - self._hole_end >= HOLE_BYTES:
            try:
                self._hole_end = punch(self._fd, self._hole_end, read - LATEST_BYTES)
            except OSError:
                self._hole_end = sys.maxsize

    def _rows(self, lines: list[bytes]) -> Iterable[Row]:
        """Read all at once, which is three times as fast, unless there is a bad one."""
        with suppress(ValueError):
            rows = json.loads(b"[" + b",".join(lines) + b"]")
            if len(rows) == len(lines) and all(map(_is_row, rows)):
                return list(rows)
        return filter(None, map(self._row, lines))

    def _row(self, line: bytes) -> Row | None:
        # The program runs beside the recorder and may do anything, even write here.
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if _is_row(row):
            return dict(row)
        self.malformed += 1
        return None


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and all(isinstance(value, dict) for value in row.values())
