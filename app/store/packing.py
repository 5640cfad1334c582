"""Packing: the compression of what will not grow any more, all at once or bit by bit.

A collector has one thread, which has a ring to empty: it packs a complete segment of its
log in pieces of a few milliseconds, between two frames.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path

from app.store.log import CHUNK_BYTES, FULL, StoreFull
from app.store.segments import compressed_path, segments_of

COMPRESSION_LEVEL = 6
GZIP_WINDOW = 31
PIECE_BYTES = 1 << 18
"""Takes about eight milliseconds."""


class Packing:
    """One file that becomes its compressed form, in one visible step at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.target = compressed_path(path)
        self._partial = self.target.with_name(self.target.name + ".partial")
        self._compressor = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, GZIP_WINDOW)
        with contextlib.ExitStack() as files:
            self._plain = files.enter_context(path.open("rb"))
            self._packed = files.enter_context(self._partial.open("wb"))
            self._files = files.pop_all()

    def step(self, most: int = PIECE_BYTES) -> bool:
        """Pack a piece; True when that was the last."""
        try:
            if piece := self._plain.read(most):
                self._packed.write(self._compressor.compress(piece))
                return False
            self._packed.write(self._compressor.flush())
            self._packed.flush()
            os.fsync(self._packed.fileno())
        except OSError as error:
            self.give_up()
            if error.errno in FULL:
                raise StoreFull(self.path) from error
            raise
        self._files.close()
        self._partial.replace(self.target)
        self.path.unlink(missing_ok=True)
        return True

    def give_up(self) -> None:
        """Leave the file as it is."""
        with contextlib.suppress(OSError):
            self._files.close()
        self._partial.unlink(missing_ok=True)


def compress_log(log: Path, most_bytes: int | None = None) -> None:
    """Turn what is still plain of a finished log into its compressed form.

    With a limit the newest so many bytes: the rest can be read as it is, and somebody may
    be waiting.
    """
    left = most_bytes
    for segment in reversed(segments_of(log)):
        if segment.path.exists():
            if left is not None and (left := left - segment.plain_bytes()) < 0:
                return
            packing = Packing(segment.path)
            while not packing.step(CHUNK_BYTES):
                pass
