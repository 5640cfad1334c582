"""The ring: shared memory into which every thread writes its events, without a lock.

The parent reads the same memory, so what was recorded survives a deadlock, a kill and
a crash. A slot is chosen by an atomic counter and written by one `pack_into`, which
holds the GIL: no thread, signal handler or finalizer can find the ring in the middle
of an event, and recording inside of recording is harmless.
"""

from __future__ import annotations

import itertools
import mmap
import os
import sys
import time
from _thread import get_ident
from typing import Any, Callable

from . import clocks, lanes
from .compiled import native
from .sites import known, site_of
from .vocabulary import events

SCRATCH_RECORDS = 64
UNTRACKED: Any = {"trackfd": False} if sys.version_info >= (3, 13) else {}
"""A map keeps a descriptor of its file, which a program that counts its own would find."""


def make_counter() -> Callable[[], int]:
    """Return a callable that gives 1, 2, 3, … and never one number twice.

    `itertools.count` is atomic under the GIL and, from 3.14 on, without it. In the
    free-threaded 3.13 it is not; there a real lock guards the step, which runs no call
    and so no finalizer or signal handler that could ask for a number meanwhile.
    """
    gil = getattr(sys, "_is_gil_enabled", None)
    if gil is None or gil() or sys.version_info >= (3, 14):
        return itertools.count(1).__next__
    from _thread import allocate_lock

    lock = allocate_lock()
    last = [0]

    def advance() -> int:
        with lock:
            number = last[0] = last[0] + 1
        return number

    return advance


def _make_emit() -> tuple[
    Callable[..., int], Callable[..., int], Callable[..., None], Callable[..., None]
]:
    pack = events.RECORD.pack_into
    size = events.RECORD_SIZE
    first = events.RING_HEADER_SIZE - size
    clock = time.perf_counter_ns
    getframe = sys._getframe
    ident = get_ident
    of_thread = lanes.of_thread
    adopt = lanes.adopt
    memory: Any = bytearray(events.RING_HEADER_SIZE + SCRATCH_RECORDS * size)
    mask = SCRATCH_RECORDS - 1

    def tell_clocks(
        advance: Callable[[], int], time: int, ran: int, gap: int, hundredths: int
    ) -> None:
        number = advance()
        pack(
            memory,
            first + ((number - 1 & mask) + 1) * size,
            time, ran, gap, of_thread[ident()], 0, 0, events.PROCESSOR_USED, hundredths, number,
        )  # fmt: skip

    advance = clocks.telling(make_counter(), tell_clocks)

    def emit(  # noqa: PLR0917 - keywords would double its cost
        kind: int, object: int = 0, site: int = 0, value: int = 0, link: int = 0, flags: int = 0
    ) -> int:
        """Write one event of the calling thread; return its lane."""
        try:
            lane = of_thread[ident()]
        except KeyError:
            lane = adopt()
        number = advance()
        pack(
            memory,
            first + ((number - 1 & mask) + 1) * size,
            clock(), value, link, lane, object, site, kind, flags, number,
        )  # fmt: skip
        return lane

    def emit_here(kind: int, object: int = 0, value: int = 0, link: int = 0, flags: int = 0) -> int:
        """Write one event at the place that called our caller; all in one step."""
        try:
            frame = getframe(2)
            site = known.get((id(frame.f_code), frame.f_lasti)) or site_of(frame)
        except ValueError:
            site = 0  # called by C alone
        try:
            lane = of_thread[ident()]
        except KeyError:
            lane = adopt()
        number = advance()
        pack(
            memory,
            first + ((number - 1 & mask) + 1) * size,
            clock(), value, link, lane, object, site, kind, flags, number,
        )  # fmt: skip
        return lane

    def emit_at(time: int, kind: int, object: int, site: int, value: int) -> None:
        """Write an event that happened at `time`: its number was not known before."""
        lane = lanes.here()
        number = advance()
        pack(
            memory,
            first + ((number - 1 & mask) + 1) * size,
            time, value, 0, lane, object, site, kind, 0, number,
        )  # fmt: skip

    def attach(new_memory: Any, records: int) -> None:
        nonlocal memory, advance, mask
        memory, mask = new_memory, records - 1
        advance = clocks.telling(make_counter(), tell_clocks)

    return emit, emit_here, emit_at, attach


emit, emit_here, emit_at, _attach = _make_emit()
ticket = make_counter()
"""Gives the next ticket: what links an effect in another lane to its cause."""

SCRATCH_SIZE = events.RING_HEADER_SIZE + SCRATCH_RECORDS * events.RECORD_SIZE

if native is not None:
    emit, emit_here, emit_at = native.emit, native.emit_here, native.emit_at
    ticket, _attach = native.ticket, native.attach
    _attach(bytearray(SCRATCH_SIZE), SCRATCH_RECORDS)

_memory: Any = None
costs = bytes(8 * events.COSTS)
"""What an event of each kind costs, and how much more the first in each place does; the
one who installs us has measured it."""
first_lap = 0


def open_file(path: str, records: int) -> None:
    """Record into `path` from now on; it appears there with its header complete.

    Reserves the space: writing to a hole of a full disk would be a SIGBUS.
    """
    global _memory
    records = 1 << max(records - 1, 1).bit_length()  # a power of two: slots are found by a mask
    size = events.RING_HEADER_SIZE + records * events.RECORD_SIZE
    temporary = path + ".new"
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)
        else:  # pragma: no cover - macOS
            os.ftruncate(descriptor, size)
        _memory = mmap.mmap(descriptor, size, **UNTRACKED)
    finally:
        os.close(descriptor)
    events.RING_HEADER.pack_into(
        _memory, 0, events.RING_MAGIC, events.SCHEMA_VERSION, events.RECORD_SIZE, records,
        os.getpid(), os.getppid(), time.perf_counter_ns(), time.time_ns(), first_lap, 0, 0,
    )  # fmt: skip
    _tell(events.RING_PROCESSOR_OFFSET, time.process_time_ns())
    _memory[events.RING_COSTS_OFFSET : events.RING_COSTS_OFFSET + len(costs)] = costs
    _attach(_memory, records)
    os.rename(temporary, path)


def leave_file() -> None:
    """After a fork: the parent's ring is the parent's."""
    global _memory
    _attach(bytearray(SCRATCH_SIZE), SCRATCH_RECORDS)
    _memory = None


def close() -> None:
    """Note that the process came to its regular end."""
    _tell(events.RING_CLOSED_OFFSET, 1)


def tell_dropped_output(lines: int) -> None:
    """Note how many output lines were not recorded."""
    _tell(events.RING_OUTPUT_DROPPED_OFFSET, lines)


def _tell(offset: int, value: int) -> None:
    if _memory is not None:
        _memory[offset : offset + 8] = value.to_bytes(8, sys.byteorder)


def nanoseconds(limit: Any) -> int:
    """A time limit in seconds, as any of the primitives accepts it; -1 for none."""
    if limit is None:
        return -1
    try:
        # float() first: a text times a number would be a very long text.
        return max(0, int(float(limit) * 1_000_000_000))
    except (TypeError, ValueError, OverflowError):
        return -1
