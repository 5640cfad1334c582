"""Switches: when each thread of the run came onto a processor and left it, as the kernel tells.

`perf_event_open` with nothing but `context_switch` set counts nothing and samples
nothing: the kernel writes one record of 24 bytes into memory shared with us when a thread
of the process, or of any that comes of it, is switched. Ordinary users may have that of
their own processes where `kernel.perf_event_paranoid` is 2 or less, the kernel's default;
containers often forbid it. A record says whether a thread that left would have gone on.

The layout is that of Linux's include/uapi/linux/perf_event.h.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

NUMBER = {"x86_64": 298, "aarch64": 241}.get(platform.machine())
"""Of the system call, which the C library has no function for."""
ATTRIBUTE = struct.Struct("@IIQQQQQ44xi32x")
"""type, size, config, sample period, sample type, read format, flags, …, clock."""
SOFTWARE, DUMMY = 1, 9
WITH_THREAD, WITH_TIME = 1 << 1, 1 << 2
INHERITED, NOT_KERNEL, NOT_HYPERVISOR = 1 << 1, 1 << 5, 1 << 6
IDENTIFY_ALL, OUR_CLOCK, SWITCHES = 1 << 18, 1 << 25, 1 << 26
CLOSE_ON_EXEC = 8
PAGES = 64
"""Of each processor's ring, a power of two: 10,000 switches between two looks."""
DATA_BYTES = PAGES * mmap.PAGESIZE
PLACES = struct.Struct("@QQ")
"""How far the kernel has written, and we have read."""
PLACES_AT = 1024
RECORD = struct.Struct("@IHHIIQ")
"""type, details, size, process, thread, time."""
HEADER = struct.Struct("@IHH")
SWITCH, LOST = 14, 2
LEFT, WOULD_GO_ON = 1 << 13, 1 << 14


class Switch(NamedTuple):
    """A thread came onto a processor or left it, on the clock of the machine."""

    time: int
    thread: int
    left: bool
    would_go_on: bool
    """It left because the processor was given to another, not because it waits."""


class Switches:
    """The switches of all threads of a process and its descendants, from now on."""

    def __init__(self, pid: int) -> None:
        """Raise OSError where the kernel does not tell."""
        self.dropped = 0
        self._rings: list[tuple[int, mmap.mmap]] = []
        try:
            for processor in range(os.cpu_count() or 1):
                descriptor = _open(pid, processor)
                ring = mmap.mmap(descriptor, mmap.PAGESIZE + DATA_BYTES)
                self._rings.append((descriptor, ring))
        except OSError:
            self.close()
            raise

    @classmethod
    def of(cls, pid: int) -> Switches | None:
        """Return the switches of a process, None where the kernel does not tell."""
        with suppress(OSError):
            return cls(pid)
        return None

    def read(self) -> Iterator[Switch]:
        """Yield what came since the last call, in order of each processor."""
        for _, ring in self._rings:
            for _, details, _, _, thread, time_ns in self._records(_taken(ring)):
                yield Switch(time_ns, thread, bool(details & LEFT), bool(details & WOULD_GO_ON))

    def close(self) -> None:
        """Let go of the memory."""
        for descriptor, ring in self._rings:
            ring.close()
            os.close(descriptor)
        self._rings.clear()

    def _records(self, data: bytes) -> Iterator[tuple[int, ...]]:
        at = 0
        while at < len(data):
            kind, _, size = HEADER.unpack_from(data, at)
            if kind == SWITCH:
                yield RECORD.unpack_from(data, at)
            elif kind == LOST:
                self.dropped += struct.unpack_from("@Q", data, at + HEADER.size + 8)[0]
            at += max(size, HEADER.size)


def _taken(ring: mmap.mmap) -> bytes:
    """Take what the kernel has written into one ring, and make room for more."""
    head, tail = PLACES.unpack_from(ring, PLACES_AT)
    start, size = tail % DATA_BYTES, head - tail
    data = ring[mmap.PAGESIZE + start : mmap.PAGESIZE + min(start + size, DATA_BYTES)]
    data += ring[mmap.PAGESIZE : mmap.PAGESIZE + max(start + size - DATA_BYTES, 0)]
    struct.pack_into("@Q", ring, PLACES_AT + 8, head)
    return data


def _open(pid: int, processor: int) -> int:
    if NUMBER is None:
        raise OSError("The number of the system call is not known on this machine.")
    flags = INHERITED | NOT_KERNEL | NOT_HYPERVISOR | IDENTIFY_ALL | OUR_CLOCK | SWITCHES
    sample = WITH_THREAD | WITH_TIME
    attribute = ATTRIBUTE.pack(
        SOFTWARE, ATTRIBUTE.size, DUMMY, 0, sample, 0, flags, time.CLOCK_MONOTONIC
    )
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.syscall(NUMBER, attribute, pid, processor, -1, CLOSE_ON_EXEC)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "The kernel does not tell of switches")
    return int(descriptor)
