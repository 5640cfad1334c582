"""Holes: room in the middle of a file, given back while somebody still writes at its end.

The file keeps its length and every byte its place, so the writer need not know of it; what
was there reads as zeros. Linux alone has it, and not on every kind of file system.
"""

from __future__ import annotations

import ctypes
import mmap
import os

KEEP_SIZE, PUNCH_HOLE = 1, 2
"""Of the system's fallocate: include/uapi/linux/falloc.h."""


def punch(descriptor: int, start: int, end: int) -> int:
    """Give back the whole pages between; return where what is left begins. Raises OSError."""
    start, end = -(-start // mmap.PAGESIZE) * mmap.PAGESIZE, end // mmap.PAGESIZE * mmap.PAGESIZE
    if start >= end:
        return start
    fallocate = getattr(ctypes.CDLL(None, use_errno=True), "fallocate64", None)
    if fallocate is None:
        raise OSError("Holes cannot be made here.")
    fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    if fallocate(descriptor, KEEP_SIZE | PUNCH_HOLE, start, end - start):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return end
