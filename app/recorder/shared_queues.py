"""Queues between processes: `multiprocessing.Queue`, `JoinableQueue` and `SimpleQueue`.

An item goes into a buffer, by a thread of its own into a pipe, and out of it in another
process. Into the pipe items go one by one, under a lock, and out of it likewise: so the
nth in is the nth out, and what was put is found again by counting. Nothing is added to
the items, and none is looked at.
"""

from __future__ import annotations

import collections
from typing import Any

from . import conditions, lanes, semlocks, shared
from .disguise import replace
from .queues import refuse
from .ring import emit, emit_here, nanoseconds, ticket
from .sites import caller, caller_site
from .vocabulary import events

SENT: int = events.MESSAGE_SENT
RECEIVED: int = events.MESSAGE_RECEIVED
PUT: int = events.QUEUE_PUT
GOT: int = events.QUEUE_GOT
TASK_DONE: int = events.QUEUE_TASK_DONE
BEGAN: int = events.WAIT_BEGAN
INTERRUPTED: int = events.INTERRUPTED
OP_PUT: int = events.OP_PUT
OP_GET: int = events.OP_GET
OP_IDLE: int = events.OP_IDLE
OP_JOIN: int = events.OP_JOIN

MARK = "_threadline"
_select: Any = None
"""The module; whoever has queues between processes has imported it."""
UNCOUNTED = -1
"""For the length of a queue: no process knows it, the timeline counts."""


def key(queue: Any) -> str:
    """Apart from that of its inner lock, as all keys of objects with semaphores inside."""
    return shared.inside(semlocks.key(queue._rlock))


class Buffer(collections.deque):  # type: ignore[type-arg]
    """The items that wait for the pipe, each with its ticket; `sending` is the last one's."""

    def __init__(self, number: int, end: Any) -> None:
        super().__init__()
        self.number = number
        self.end = end
        self.tickets: Any = collections.deque()
        self.sending = 0

    def append(self, item: Any) -> None:
        if item is self.end:
            link = 0
        else:
            link = ticket()
            emit_here(PUT, self.number, UNCOUNTED, link, lanes.end_wait(self.number))
        self.tickets.append(link)
        super().append(item)

    def popleft(self) -> Any:
        item = super().popleft()
        self.sending = self.tickets.popleft()
        return item

    def clear(self) -> None:
        super().clear()
        self.tickets.clear()


Buffer.__name__ = Buffer.__qualname__ = "deque"
Buffer.__module__ = "collections"


def _arm(queue: Any, number: int, end: Any) -> None:
    """Record what goes through a queue with a buffer; anew after a fork."""
    buffer = queue._buffer = Buffer(number, end)
    send, receive = queue._send_bytes, queue._recv_bytes

    def send_bytes(data: Any) -> None:
        emit(SENT, number, 0, len(data), buffer.sending)
        send(data)

    queue._send_bytes = send_bytes
    queue._recv_bytes = _receiving(receive, number)
    conditions.give_role(queue._notempty, number, OP_IDLE)  # where the feeder waits for items


def _receiving(receive: Any, number: int) -> Any:
    def recv_bytes(*limit: Any) -> Any:
        data = receive(*limit)
        site = caller_site()
        emit(RECEIVED, number, site, len(data), 0, lanes.end_wait(number))
        emit(GOT, number, site, UNCOUNTED)
        return data

    return recv_bytes


def _arm_simple(queue: Any, kind: str, number: int) -> None:
    queue.__dict__[MARK] = number
    send = queue._writer.send_bytes

    def send_bytes(data: Any) -> None:
        link = ticket()
        emit_here(PUT, number, UNCOUNTED, link)
        emit(SENT, number, 0, len(data), link)
        send(data)

    queue._writer.send_bytes = send_bytes
    queue._reader.recv_bytes = _receiving(queue._reader.recv_bytes, number)


def _must_wait(queue: Any) -> bool:
    """Whether nothing is in the pipe, or somebody else is about to take it."""
    if queue._rlock._semlock._is_zero():
        return True
    poll = _select.poll()
    try:
        poll.register(queue._reader._handle, _select.POLLIN)
        return not poll.poll(0)
    except (OSError, TypeError):
        return False


def _get(original: Any, empty: type[Exception]) -> Any:
    def get(self: Any, *args: Any, **kwargs: Any) -> Any:
        number = self.__dict__.get(MARK)
        if not number:
            return original(self, *args, **kwargs)
        site = caller_site()
        block, timeout = _asked(*args, **kwargs)
        if block and _must_wait(self):
            lanes.begin_wait(number)
            emit(BEGAN, number, site, nanoseconds(timeout), 0, OP_GET)
        try:
            return original(self, *args, **kwargs)
        except BaseException as error:
            refuse(number, OP_GET, site, blocking=bool(block),
                   interrupted=type(error) is not empty)  # fmt: skip
            raise

    return get


def _put(original: Any, full: type[Exception]) -> Any:
    def put(self: Any, obj: Any, *args: Any, **kwargs: Any) -> None:
        try:
            original(self, obj, *args, **kwargs)
        except BaseException as error:
            number = self.__dict__.get(MARK)
            if number:
                block, _ = _asked(*args, **kwargs)
                refuse(number, OP_PUT, caller_site(), blocking=bool(block),
                       interrupted=type(error) is not full)  # fmt: skip
            raise

    return put


def _asked(block: Any = True, timeout: Any = None) -> tuple[Any, Any]:
    return block, timeout


def _reset(original: Any, end: Any) -> Any:
    def _reset(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        number = self.__dict__.get(MARK)
        if number:
            _arm(self, number, end)

    return _reset


def _record(end: Any) -> Any:
    def record(queue: Any, kind: str, number: int) -> None:
        queue.__dict__[MARK] = number
        semlocks.give_role(queue._sem, number, OP_PUT, loops=True)
        if "_unfinished_tasks" in queue.__dict__:
            place = queue._cond._wait_semaphore
            semlocks.give_role(place, number, OP_JOIN)
        _arm(queue, number, end)

    return record


def _init(original: Any, kind: str, record: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        frame = shared.maker(caller(), self)
        if frame is not None and MARK not in self.__dict__:
            record(self, kind, shared.create(kind, frame, self, key(self)))

    return __init__


def _setstate(original: Any, record: Any) -> Any:
    def __setstate__(self: Any, state: Any) -> None:
        original(self, state)
        shared.built(self, key, record)

    return __setstate__


def _task_done(original: Any) -> Any:
    def task_done(self: Any) -> None:
        number = self.__dict__.get(MARK)
        if number:
            left = semlocks.value(self._unfinished_tasks._semlock) - 1
            if left >= 0:
                emit_here(TASK_DONE, number, left)
        original(self)

    return task_done


def install(queues: Any) -> None:
    """Record the queues that the program makes; `multiprocessing.queues` is imported."""
    global _select
    import select as _select

    record = _record(queues._sentinel)
    queue, joinable, simple = queues.Queue, queues.JoinableQueue, queues.SimpleQueue
    replace(queue, "_reset", lambda original: _reset(original, queues._sentinel))
    replace(queue, "__init__", lambda original: _init(original, "Queue", record))
    replace(joinable, "__init__", lambda original: _init(original, "Queue", record))
    replace(simple, "__init__", lambda original: _init(original, "SimpleQueue", _arm_simple))
    replace(queue, "__setstate__", lambda original: _setstate(original, record))
    replace(simple, "__setstate__", lambda original: _setstate(original, _arm_simple))
    replace(queue, "get", lambda original: _get(original, queues.Empty))
    replace(simple, "get", lambda original: _get(original, queues.Empty))
    for owner in (queue, joinable):
        replace(owner, "put", lambda original: _put(original, queues.Full))
    replace(joinable, "task_done", _task_done)
