"""Pipes between processes: `multiprocessing.Pipe`, its connections, and who sent what arrived.

Bytes in a pipe keep their order, so the nth message that went in is the nth that comes
out; both ends say how long theirs was, and nothing is ever added to what is sent. A pipe
is known in all processes by the number of its file; a pair of sockets is two pipes, one
each way, and each end knows only itself: that they belong together is told where both
were made.
"""

from __future__ import annotations

import os
from typing import Any

from . import shared
from .disguise import replace
from .names import pair_at
from .ring import emit
from .sites import caller, caller_site
from .vocabulary import events

SENT: int = events.MESSAGE_SENT
RECEIVED: int = events.MESSAGE_RECEIVED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
WAITED: int = events.WAITED
INTERRUPTED: int = events.INTERRUPTED
OP_RECEIVE: int = events.OP_RECEIVE

MARK = "_threadline"


class Ends:
    """The pipes into which one connection writes, and from which it reads."""

    __slots__ = ("into", "out_of")

    def __init__(self, into: int, out_of: int) -> None:
        self.into = into
        self.out_of = out_of


def file_number(connection: Any) -> str:
    """Which file a connection is, in every process; nothing when it is closed."""
    try:
        return str(os.fstat(connection._handle).st_ino)
    except (OSError, TypeError):
        return ""


def into(number: str) -> str:
    """The key of the pipe into which this end writes."""
    return f"into:{number}"


def out_of(number: str) -> str:
    """The key of the pipe from which this end reads."""
    return f"out:{number}"


def _pipe(original: Any) -> Any:
    def Pipe(duplex: bool = True) -> Any:
        ends = original(duplex)
        frame = shared.maker(caller(), None)
        if frame is not None:
            _record_pair(frame, *ends)
        return ends

    return Pipe


def _record_pair(frame: Any, one: Any, other: Any) -> None:
    here, there = file_number(one), file_number(other)
    if not here or not there:
        return  # pragma: no cover - Windows, whose pipes are no files
    a, b = pair_at(frame)
    to, fro = (f"{a} → {b}", f"{b} → {a}") if a and b else ("", "")
    if here == there:  # a pipe of one way: the first end reads
        pipe = shared.create("Pipe", frame, None, into(here), out_of(here), name=fro)
        one.__dict__[MARK], other.__dict__[MARK] = Ends(0, pipe), Ends(pipe, 0)
        return
    forth = shared.create("Pipe", frame, None, into(here), out_of(there), name=to)
    back = shared.create("Pipe", frame, None, into(there), out_of(here), name=fro)
    one.__dict__[MARK], other.__dict__[MARK] = Ends(forth, back), Ends(back, forth)


def _init(original: Any) -> Any:
    def __init__(self: Any, handle: Any, readable: bool = True, writable: bool = True) -> None:
        original(self, handle, readable, writable)
        shared.built(self, lambda end: into(file_number(end)), _record_into)
        shared.built(self, lambda end: out_of(file_number(end)), _record_out_of)

    return __init__


def _record_into(connection: Any, kind: str, number: int) -> None:
    connection.__dict__.setdefault(MARK, Ends(0, 0)).into = number


def _record_out_of(connection: Any, kind: str, number: int) -> None:
    connection.__dict__.setdefault(MARK, Ends(0, 0)).out_of = number


def _send_bytes(original: Any) -> Any:
    def _send_bytes(self: Any, buf: Any) -> None:
        ends = self.__dict__.get(MARK)
        if ends is not None and ends.into:
            emit(SENT, ends.into, caller_site(), len(buf))
        original(self, buf)

    return _send_bytes


def _recv_bytes(original: Any) -> Any:
    def _recv_bytes(self: Any, maxsize: Any = None) -> Any:
        ends = self.__dict__.get(MARK)
        if ends is None or not ends.out_of:
            return original(self, maxsize)
        site = caller_site()
        emit(BEGAN, ends.out_of, site, -1, 0, OP_RECEIVE)
        try:
            read = original(self, maxsize)
        except BaseException:
            emit(ENDED, ends.out_of, site, 0, 0, INTERRUPTED)
            raise
        emit(RECEIVED, ends.out_of, site, -1 if read is None else read.tell(), 0, WAITED)
        return read

    return _recv_bytes


def install(connection: Any) -> None:
    """Record the pipes that the program makes; `multiprocessing.connection` is imported."""
    replace(connection, "Pipe", _pipe)
    replace(connection.Connection, "__init__", _init)
    replace(connection.Connection, "_send_bytes", _send_bytes)
    replace(connection.Connection, "_recv_bytes", _recv_bytes)
