"""The GIL of a running interpreter, looked at from outside: who waits for it, who has it.

Waiting is told by the kernel: the condition variable of the GIL lies inside `_PyRuntime`,
so a thread that waits for a word there waits for the GIL. That needs one symbol and no
knowledge of any structure, and held for every CPython we tried, 3.7 to 3.13.

Holding is told by the structure (`_gil_runtime_state` in CPython's Include/internal):
interval, last holder, locked, number of switches. It moves from version to version but
keeps its shape, so it is searched for by its look: an interval, then the address of
something that has the id of one of the process's threads in it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from app.runs.symbols import Region, find_variable

SWITCH_INTERVAL_US = 5000
GIL = struct.Struct("@LPiL")
WORD = struct.Struct("@L")
NUMBER = struct.Struct("@i")
THREAD_STATE_BYTES = 512
PTHREAD_ID_OFFSET = 720
"""Where glibc on x86-64 and AArch64 keeps the thread id in what `pthread_self` points to."""


class Holding(NamedTuple):
    """Who has the GIL, as the kernel calls that thread (0: nobody), and its switches so far."""

    thread: int
    switches: int


class Gil:
    """The GIL of one process."""

    def __init__(self, pid: int, runtime: Region) -> None:
        """Raise OSError when the process's memory may not be read."""
        self._runtime = runtime
        self._memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)
        self._pid = pid
        self._at = 0
        self._id_offset = 0
        self._id_in_pthread = False

    @classmethod
    def of(cls, pid: int) -> Gil | None:
        """Return the GIL of a process, None where it cannot be looked at."""
        runtime = find_variable(pid, "_PyRuntime")
        if runtime is None:
            return None
        try:
            gil = cls(pid, runtime)
        except OSError:
            return None
        with suppress(OSError):
            gil.find_holder()
        return gil

    def is_waited_for_at(self, address: int) -> bool:
        """Return whether a thread that waits for this word waits for the GIL."""
        return self._runtime.start <= address < self._runtime.end

    def holding(self) -> Holding | None:
        """Return who has the GIL now, None if that cannot be told."""
        if not self._at:
            return None
        try:
            _, state, locked, switches = GIL.unpack(os.pread(self._memory, GIL.size, self._at))
            thread = self._thread(state + self._id_offset) if locked == 1 else 0
        except (OSError, struct.error, OverflowError):
            return None
        return Holding(thread, switches)

    def find_holder(self) -> bool:
        """Search for the structure; works only while the switch interval is the default."""
        threads = {int(entry.name) for entry in os.scandir(f"/proc/{self._pid}/task")}
        for at, state in self._candidates():
            for offset in range(0, THREAD_STATE_BYTES, WORD.size):
                for self._id_in_pthread in (False, True):
                    with suppress(OSError, struct.error, OverflowError):
                        if self._thread(state + offset) in threads:
                            self._at, self._id_offset = at, offset
                            return True
        return False

    def close(self) -> None:
        """Let go of the memory."""
        os.close(self._memory)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        start, end = self._runtime
        data = os.pread(self._memory, end - start, start)
        at = -1
        while (at := data.find(WORD.pack(SWITCH_INTERVAL_US), at + 1)) >= 0:
            if at % WORD.size == 0 and at + GIL.size <= len(data):
                _, state, locked, _ = GIL.unpack_from(data, at)
                if state > 0xFFFF and state % WORD.size == 0 and locked in (0, 1):
                    yield start + at, state

    def _thread(self, address: int) -> int:
        """Return the kernel's id of the thread whose state has its own id at `address`."""
        (number,) = WORD.unpack(os.pread(self._memory, WORD.size, address))
        if self._id_in_pthread:
            place = number + PTHREAD_ID_OFFSET
            (number,) = NUMBER.unpack(os.pread(self._memory, NUMBER.size, place))
        return int(number)
