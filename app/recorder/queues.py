"""Queues: `queue.Queue` and its kin; every item carries a ticket from put to get.

The ticket is found again by the item's identity, not by its place: LifoQueue,
PriorityQueue and a program's own `_put` and `_get` order items as they like.
"""

from __future__ import annotations

from typing import Any

from . import objects
from .conditions import give_role, settle
from .disguise import disguise, replace
from .lanes import end_wait
from .marks import mark, marked
from .ring import emit, emit_here, ticket
from .sites import caller, caller_site, is_inner
from .vocabulary import events

PUT: int = events.QUEUE_PUT
GOT: int = events.QUEUE_GOT
REFUSED: int = events.QUEUE_REFUSED
TASK_DONE: int = events.QUEUE_TASK_DONE
OP_PUT: int = events.OP_PUT
OP_GET: int = events.OP_GET
OP_JOIN: int = events.OP_JOIN
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

MOST_TICKETS = 100_000
"""A `_put` of the program's own may drop items: their tickets must not pile up for ever."""


class Tickets:
    """The tickets of the items that are in one queue now, and the queue's number."""

    __slots__ = ("inside", "number", "of_item")

    def __init__(self, number: int) -> None:
        self.number = number
        self.of_item: dict[int, list[int]] = {}
        self.inside = False

    def give(self, item: Any) -> int:
        """A new ticket for `item`."""
        number = ticket()
        if len(self.of_item) > MOST_TICKETS:
            self.of_item.clear()
        self.of_item.setdefault(id(item), []).append(number)
        return number

    def take(self, item: Any) -> int:
        """The oldest ticket of `item`; 0 when a `_get` gives what was never put."""
        numbers = self.of_item.get(id(item))
        if not numbers:
            return 0
        number = numbers.pop(0)
        if not numbers:
            del self.of_item[id(item)]
        return number


def _init(original: Any, kinds: dict[type, str]) -> Any:
    def __init__(self: Any, maxsize: int = 0) -> None:
        original(self, maxsize)
        frame = caller()
        if is_inner(frame.f_code.co_filename):
            return
        kind = next(name for type_, name in kinds.items() if isinstance(self, type_))
        number = objects.create(kind, frame, self)
        mark(self, Tickets(number))
        give_role(self.not_empty, number, OP_GET, True)
        give_role(self.not_full, number, OP_PUT, True)
        give_role(self.all_tasks_done, number, OP_JOIN, True)
        for owner in type(self).__mro__:
            _record_order(owner)

    return __init__


def _record_order(owner: type) -> None:
    """Record the `_put` and `_get` of a class of queues, the program's own too.

    They run while the queue's mutex is held: what is stamped here is stamped before
    another thread can see it, and after the one before it.
    """
    for name, make in (("_put", _put), ("_get", _get)):
        function = owner.__dict__.get(name)
        if callable(function) and not hasattr(function, "_threadline"):
            replacement = disguise(make(function), function)
            replacement._threadline = True
            setattr(owner, name, replacement)


def _put(original: Any) -> Any:
    def _put(self: Any, item: Any) -> Any:
        tickets = marked(self)
        if tickets is None or tickets.inside:
            return original(self, item)
        number = tickets.number
        emit_here(PUT, number, self._qsize() + 1, tickets.give(item),
             end_wait(number))  # fmt: skip
        tickets.inside = True  # an override may call the original: one put, one event
        try:
            original(self, item)
        finally:
            tickets.inside = False
        return None

    return _put


def _get(original: Any) -> Any:
    def _get(self: Any) -> Any:
        tickets = marked(self)
        if tickets is None or tickets.inside:
            return original(self)
        tickets.inside = True
        try:
            item = original(self)
        finally:
            tickets.inside = False
        number = tickets.number
        emit_here(GOT, number, self._qsize(), tickets.take(item),
             end_wait(number))  # fmt: skip
        return item

    return _get


def refuse(number: int, operation: int, site: int, *, blocking: bool, interrupted: bool) -> None:
    """A put or get ended without an item moved."""
    if interrupted:
        settle(number, INTERRUPTED, site=site)
        return
    flags = operation | end_wait(number)
    emit(REFUSED, number, site, 0, 0, flags | TIMED_OUT if blocking else flags)


def _refusing(operation: int, refusal: type) -> Any:
    def make(original: Any) -> Any:
        def put(self: Any, item: Any, block: bool = True, timeout: float | None = None) -> None:
            try:
                original(self, item, block, timeout)
            except BaseException as error:
                _refused(self, error, block)
                raise

        def get(self: Any, block: bool = True, timeout: float | None = None) -> Any:
            try:
                return original(self, block, timeout)
            except BaseException as error:
                _refused(self, error, block)
                raise

        def _refused(self: Any, error: BaseException, block: bool) -> None:
            tickets = marked(self)
            if tickets is not None:
                site = caller_site(3)
                refuse(tickets.number, operation, site, blocking=bool(block),
                       interrupted=type(error) is not refusal)  # fmt: skip

        return put if operation == OP_PUT else get

    return make


def _task_done(original: Any) -> Any:
    def task_done(self: Any) -> None:
        tickets = marked(self)
        if tickets is not None and self.unfinished_tasks > 0:
            emit_here(TASK_DONE, tickets.number, self.unfinished_tasks - 1)
        original(self)

    return task_done


def _join(original: Any) -> Any:
    def join(self: Any) -> Any:
        tickets = marked(self)
        if tickets is None:
            return original(self)
        try:
            original(self)
        except BaseException:
            settle(tickets.number, INTERRUPTED)
            raise
        settle(tickets.number)
        return None

    return join


def install(queue: Any) -> None:
    """Record every queue made from now on; `queue` has just been imported."""
    kinds = {
        queue.PriorityQueue: "PriorityQueue",
        queue.LifoQueue: "LifoQueue",
        queue.Queue: "Queue",
    }
    replace(queue.Queue, "__init__", lambda original: _init(original, kinds))
    replace(queue.Queue, "put", _refusing(OP_PUT, queue.Full))
    replace(queue.Queue, "get", _refusing(OP_GET, queue.Empty))
    replace(queue.Queue, "task_done", _task_done)
    replace(queue.Queue, "join", _join)
