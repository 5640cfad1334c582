"""Simple queues: `queue.SimpleQueue`, which is C and has neither lock nor limit to see.

Items travel in a pair with their ticket; all ways in and out of the queue are here, so
nobody meets the pair. A pool's queue of work is one of these: waiting there is a worker
being idle.
"""

from __future__ import annotations

from typing import Any

from . import lanes, objects
from .queues import refuse
from .ring import emit, emit_here, nanoseconds, ticket
from .sites import caller, caller_site, is_inner
from .vocabulary import events

PUT: int = events.QUEUE_PUT
GOT: int = events.QUEUE_GOT
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
WAITED: int = events.WAITED
INTERRUPTED: int = events.INTERRUPTED
OP_GET: int = events.OP_GET
OP_IDLE: int = events.OP_IDLE


def _make_types(real: Any, empty: type[Exception]) -> tuple[Any, Any]:
    raw_put, raw_get = real.put, real.get

    class SimpleQueue(real):  # type: ignore[misc]
        __slots__ = ("_id",)
        __doc__ = real.__doc__

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            frame = caller()
            if cls is SimpleQueue and is_inner(frame.f_code.co_filename):
                return real()
            if cls is SimpleQueue and (args or kwargs):
                real(*args, **kwargs)  # raises
            made = real.__new__(cls, *args, **kwargs)
            made._id = objects.create("SimpleQueue", frame, made)
            return made

        def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
            number = ticket()
            emit_here(PUT, self._id, real.qsize(self) + 1, number)
            raw_put(self, (item, number))

        def get(self, block: bool = True, timeout: float | None = None) -> Any:
            number, site, waited = self._id, caller_site(), 0
            try:
                if block and _is_limit(timeout):
                    try:
                        item, link = raw_get(self, False)
                    except empty:
                        waited = WAITED
                        lanes.begin_wait(number)
                        emit(BEGAN, number, site, nanoseconds(timeout), 0, OP_GET)
                        item, link = raw_get(self, True, timeout)
                        lanes.end_wait(number)
                else:
                    item, link = raw_get(self, block, timeout)
            except BaseException as error:
                refuse(number, OP_GET, site, blocking=bool(block),
                       interrupted=not isinstance(error, empty))  # fmt: skip
                raise
            emit(GOT, number, site, real.qsize(self), link, waited)
            return item

        def put_nowait(self, item: Any) -> None:
            return self.put(item)

        def get_nowait(self) -> Any:
            return self.get(False)

        def __reduce_ex__(self, protocol: Any) -> Any:
            return real().__reduce_ex__(protocol)

    SimpleQueue.__module__ = "_queue"
    SimpleQueue.__qualname__ = "SimpleQueue"

    class IdleQueue(real):  # type: ignore[misc]
        """The queue of work of one executor."""

        __slots__ = ("executor",)
        executor: int

        def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
            if item is not None:
                submitted(self.executor, item)
            raw_put(self, item)

        def get(self, block: bool = True, timeout: float | None = None) -> Any:
            if not block:
                return raw_get(self, False)
            try:
                return raw_get(self, False)
            except empty:
                pass
            emit_here(BEGAN, self.executor, nanoseconds(timeout), 0, OP_IDLE)
            try:
                item = raw_get(self, True, timeout)
            except BaseException:
                emit(ENDED, self.executor, 0, 0, 0, INTERRUPTED)
                raise
            emit(ENDED, self.executor)
            return item

    IdleQueue.__module__ = "_queue"
    IdleQueue.__name__ = IdleQueue.__qualname__ = "SimpleQueue"
    return SimpleQueue, IdleQueue


def _is_limit(timeout: Any) -> bool:
    return timeout is None or (isinstance(timeout, (int, float)) and 0 <= timeout < 1e9)


idle_queue: Any = None


def submitted(executor: int, item: Any) -> None:
    """Tell of an item put into an executor's queue of work; `executors` knows how."""


def install(queue: Any) -> None:
    """Record every SimpleQueue made from now on; `queue` has just been imported."""
    global idle_queue
    real = queue.SimpleQueue
    simple_queue, idle_queue = _make_types(real, queue.Empty)
    queue.SimpleQueue = simple_queue
    if real.__module__ == "_queue":
        import _queue

        _queue.SimpleQueue = simple_queue  # type: ignore[misc]
