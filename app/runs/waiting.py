"""Waiting: what a thread in the kernel waits for, found out once for each wait.

A look tells the system call and its arguments; what they mean lies in the process: its
table of descriptors, and for some calls its memory (an address to connect to, a path, a
list of descriptors to poll; never what is read or written). Nothing here touches the
process: all is read from `/proc`, which needs the right to trace it. Where that is
missing, or the thread has moved on meanwhile, the wait keeps its operation and no name.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.events import (
    OP_NONE,
    OP_POLL,
    OP_PROCESS,
    OP_READ,
    OP_RECEIVE,
    OP_RESOLVE,
    OP_SEND,
    OP_WRITE,
)
from app.runs.calls import CALLS, Call, Told
from app.runs.descriptors import OWN_PAIR, Descriptors, Thing, counted, resolver
from app.runs.kernel import Look
from app.runs.sockets import parse_address

POLL_IN, POLL_OUT = 0x1, 0x4
POLLED = struct.Struct("@ihh")
WORD_BITS = 64
MOST_POLLED = 32
"""Of more descriptors only the number is told: each costs a few microseconds."""
MOST_SELECTED = 1024
ADDRESS_BYTES, PATH_BYTES = 110, 4096
PAGE_BYTES = 4096
AT_CURRENT_DIRECTORY = -100
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
P_PID, P_PIDFD = 1, 3
INSIDE_RECEIVE, INSIDE_SEND = (OP_RECEIVE, OP_READ), (OP_SEND, OP_WRITE)
"""By kind: what a single descriptor that is polled to be read or written is waited for."""

Named = tuple[int, Thing | None]
"""An operation, and what is waited for."""


class Asked(NamedTuple):
    """A system call of a process, and what it was called with."""

    pid: int
    call: Call
    arguments: tuple[int, ...]

    def number(self, at: int) -> int:
        """Return an argument as the `int` of C that it is."""
        argument = self.arguments[at]
        return (argument & 0xFFFFFFFF) - ((argument & 0x80000000) << 1)


class Polled(NamedTuple):
    """A descriptor and the events it is polled for."""

    descriptor: int
    events: int


class Waiting:
    """Tells of the waits of any thread of the run."""

    def __init__(self, descriptors: Descriptors, calls: dict[int, Call] = CALLS) -> None:
        self._descriptors = descriptors
        self._calls = calls
        self._tellers: dict[Told, Callable[[Asked], Named]] = {
            Told.DESCRIPTOR: self._descriptor,
            Told.PATH: self._path,
            Told.OPENED: self._opened,
            Told.ADDRESS: self._address,
            Told.POLLED: self._polled,
            Told.SELECTED: self._selected,
            Told.WATCHED: self._watched,
            Told.CHILD: self._child,
            Told.CHILD_KIND: self._child_of_kind,
        }

    def operation(self, look: Look) -> int:
        """Return what the call is for, as far as its number says."""
        call = self._calls.get(look.call)
        return call.operation if call else OP_NONE

    def tell(self, pid: int, look: Look) -> Named:
        """Return what the thread waits for; all of it is looked up now."""
        call = self._calls.get(look.call)
        if call is None:
            return OP_NONE, None
        try:
            return self._tellers[call.told](Asked(pid, call, look.arguments))
        except (OSError, OverflowError, ValueError, struct.error):
            return call.operation, None

    def _descriptor(self, asked: Asked) -> Named:
        thing = self._descriptors.thing(asked.pid, asked.number(asked.call.at))
        if thing.operation == OP_RESOLVE:
            return OP_RESOLVE, thing
        sending = asked.call.operation in INSIDE_SEND
        if sending or asked.call.operation in INSIDE_RECEIVE:
            return _by_kind(thing, sending=sending), thing
        return asked.call.operation, thing

    def _path(self, asked: Asked) -> Named:
        path = _text(asked.pid, asked.arguments[asked.call.at])
        directory = asked.number(asked.call.at - 1) if asked.call.at else AT_CURRENT_DIRECTORY
        if not path:  # `fstat`, as `newfstatat` of no path
            return asked.call.operation, self._descriptors.thing(asked.pid, directory)
        return asked.call.operation, self._descriptors.path(asked.pid, path, directory)

    def _opened(self, asked: Asked) -> Named:
        operation = OP_WRITE if asked.arguments[asked.call.at + 1] & WRITING else OP_READ
        return operation, self._path(asked)[1]

    def _address(self, asked: Asked) -> Named:
        at = asked.arguments[asked.call.at]
        length = min(asked.number(asked.call.at + 1), ADDRESS_BYTES)
        address = parse_address(_memory(asked.pid, at, length)) if at and length > 0 else None
        if address is None:
            return self._descriptor(asked._replace(call=asked.call._replace(at=0)))
        if address.resolves:
            return OP_RESOLVE, resolver(address.host)
        name = self._descriptors.address(str(address))
        return asked.call.operation, Thing("Socket", name)

    def _polled(self, asked: Asked) -> Named:
        at, count = asked.arguments[0], min(asked.arguments[1], MOST_SELECTED)
        rows = POLLED.iter_unpack(_memory(asked.pid, at, count * POLLED.size))
        return self._several(asked.pid, [Polled(each, events) for each, events, _ in rows])

    def _selected(self, asked: Asked) -> Named:
        count = min(asked.number(0), MOST_SELECTED)
        read, write, other = (set(_members(asked.pid, at, count)) for at in asked.arguments[1:4])
        polled = [
            Polled(each, (each in read and POLL_IN) | (each in write and POLL_OUT))
            for each in sorted(read | write | other)
        ]
        return self._several(asked.pid, polled)

    def _watched(self, asked: Asked) -> Named:
        """What an epoll instance watches; not the pair by which a loop wakes itself."""
        watched = self._descriptors.watched(asked.pid, asked.number(0))
        things = self._things(asked.pid, watched)
        others = [thing for thing in things if thing.name != OWN_PAIR]
        return OP_POLL, _set_of(others or things, len(watched))

    def _several(self, pid: int, polled: list[Polled]) -> Named:
        polled = [each for each in polled if each.descriptor >= 0]
        if len(polled) == 1:
            return self._single(pid, polled[0])
        things = self._things(pid, [each.descriptor for each in polled])
        return OP_POLL, _set_of(things, len(polled))

    def _single(self, pid: int, polled: Polled) -> Named:
        """A poll of one descriptor is what follows it: sockets with a time limit do so."""
        thing = self._descriptors.thing(pid, polled.descriptor)
        if thing.operation:
            return thing.operation, thing
        wanted = polled.events & (POLL_IN | POLL_OUT)
        if wanted in (POLL_IN, POLL_OUT):
            return _by_kind(thing, sending=wanted == POLL_OUT), thing
        return OP_POLL, thing

    def _things(self, pid: int, descriptors: list[int]) -> list[Thing]:
        if len(descriptors) > MOST_POLLED:
            return []
        return [self._descriptors.thing(pid, each) for each in descriptors]

    def _child(self, asked: Asked) -> Named:
        child = asked.number(asked.call.at)
        return OP_PROCESS, self._descriptors.process(child) if child > 0 else None

    def _child_of_kind(self, asked: Asked) -> Named:
        kind, which = asked.arguments[0], asked.number(1)
        if kind == P_PIDFD:
            return OP_PROCESS, self._descriptors.thing(asked.pid, which)
        return OP_PROCESS, self._descriptors.process(which) if kind == P_PID else None


def _set_of(things: list[Thing], count: int) -> Thing:
    if len(things) == 1:
        return things[0]
    return Thing("Poll", counted(things) if things else f"{count} files and sockets")


def _by_kind(thing: Thing, *, sending: bool) -> int:
    """Sockets send and receive, everything else writes and reads."""
    socket = thing.kind == "Socket"
    return (INSIDE_SEND if sending else INSIDE_RECEIVE)[0 if socket else 1]


def _memory(pid: int, address: int, length: int) -> bytes:
    descriptor = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.pread(descriptor, length, address)
    finally:
        os.close(descriptor)


def _text(pid: int, address: int) -> bytes:
    """Return the text at an address; the page after it may not be readable."""
    text = b""
    while len(text) < PATH_BYTES:
        begin = address + len(text)
        piece, end, _ = _memory(pid, begin, PAGE_BYTES - begin % PAGE_BYTES).partition(b"\0")
        text += piece
        if end:
            break
    return text


def _members(pid: int, address: int, count: int) -> Iterator[int]:
    """Yield the descriptors below `count` in a set for `select`."""
    if not address:
        return
    words = -(-count // WORD_BITS)
    bits = int.from_bytes(_memory(pid, address, words * WORD_BITS // 8), "little")
    yield from (each for each in range(count) if bits >> each & 1)
