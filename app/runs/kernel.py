"""The kernel's view of a thread: does it run, and if not, what does it wait in?

`/proc/PID/task/TID/syscall` tells the system call a thread sleeps in and its arguments.
Reading it takes the right to trace the process, which a descendant of ours gives us.
"""

from __future__ import annotations

import os
import platform
from enum import Enum
from typing import NamedTuple

TEXT_BYTES = 256


class Doing(Enum):
    """What the kernel sees a thread do."""

    RUNNING = "runs, or is about to"
    LOCKED = "waits for a word of memory to change"
    SLEEPING = "waits for time to pass"
    WAITING = "waits for anything else: a file, a socket, a process, a page"


class Look(NamedTuple):
    """One look at a thread; `address` is the word it waits for, if it is LOCKED.

    If it is WAITING, `call` is the number of the system call it waits in (-1: none, it
    waits for a page of memory), and `arguments` what it was called with.
    """

    doing: Doing
    address: int = 0
    call: int = -1
    arguments: tuple[int, ...] = ()


class Account(NamedTuple):
    """The kernel's account of a thread, since its beginning.

    Of a thread that waits it is exact: it was settled when the thread left its processor.
    """

    ran_ns: int = 0
    queued_ns: int = 0
    """How long it was ready to run and had no processor."""
    turns: int = 0
    """How often it came onto a processor: between two equal readings it never ran."""


class Calls(NamedTuple):
    """The numbers of the system calls that are not plain I/O, on one machine.

    A `poll` or `select` of no file at all is a sleep; the number of files is the
    argument named by the value.
    """

    lock: int
    sleep: frozenset[int]
    files_argument: dict[int, int]
    unknown: int


X86_64 = Calls(202, frozenset({34, 35, 230}), {23: 0, 270: 0, 7: 1, 271: 1}, 219)
ARM_64 = Calls(98, frozenset({101, 115}), {72: 0, 73: 1}, 128)
CALLS = {"x86_64": X86_64, "aarch64": ARM_64}.get(platform.machine())
RUNNING = Look(Doing.RUNNING)
SLEEPING = Look(Doing.SLEEPING)
NO_ACCOUNT = Account()


class ThreadView:
    """Looks at one thread, again and again."""

    def __init__(self, pid: int, tid: int) -> None:
        """Raise OSError when there is no such thread, or no right to look at it."""
        folder = f"/proc/{pid}/task/{tid}"
        self.tid = tid
        self._text = b""
        self._look: Look | None = None
        self._call = os.open(f"{folder}/syscall", os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._schedule = os.open(f"{folder}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            os.close(self._call)
            raise

    def look(self) -> Look | None:
        """Return what the thread does now; None when it is gone or cannot be told."""
        try:
            text = os.pread(self._call, TEXT_BYTES, 0)
        except OSError:
            return None
        if text.startswith(b"running"):
            return RUNNING
        if text != self._text:
            self._text = text
            self._look = _classified(text, CALLS) if CALLS else None
        return self._look

    def account(self) -> Account:
        """Return what the thread got so far; of one that runs late by up to a clock tick."""
        try:
            ran, queued, turns = os.pread(self._schedule, TEXT_BYTES, 0).split()
            return Account(int(ran), int(queued), int(turns))
        except (OSError, ValueError):
            return NO_ACCOUNT

    def processor_ns(self) -> int:
        """Return how long the thread has been on a processor; late by up to a clock tick."""
        return self.account().ran_ns

    def close(self) -> None:
        """Let go of the files."""
        os.close(self._call)
        os.close(self._schedule)


def can_be_looked_at(pid: int) -> bool:
    """Whether we may see what a process does: on a system that tells, with the right to."""
    try:
        view = ThreadView(pid, pid)
    except OSError:
        return False
    try:
        return CALLS is not None and view.look() is not None
    finally:
        view.close()


def _classified(text: bytes, calls: Calls) -> Look | None:
    fields = text.split()
    if not fields:
        return None
    call = int(fields[0])
    if call == calls.lock:
        return Look(Doing.LOCKED, int(fields[1], 16))
    if call in calls.sleep:
        return SLEEPING
    if call == calls.unknown:
        return None
    files = calls.files_argument.get(call)
    if files is not None and int(fields[1 + files], 16) == 0:
        return SLEEPING
    arguments = tuple(int(field, 16) for field in fields[1:7]) if call >= 0 else ()
    return Look(Doing.WAITING, call=call, arguments=arguments)
