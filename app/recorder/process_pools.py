"""Process pools: the way of a task from `submit` to the process that runs it.

`ProcessPoolExecutor` numbers its tasks, and so does `multiprocessing.Pool`; the number
travels with the task. So both sides name a task by the pool and that number, and nothing
is added to what is sent. A pool is one object in all processes by the lock of the queue
that its workers read.
"""

from __future__ import annotations

from typing import Any, Callable

from . import objects, semlocks, shared
from .ring import emit, emit_here
from .sites import site_of_start
from .vocabulary import events

SUBMITTED: int = events.TASK_SUBMITTED
TASK_BEGAN: int = events.TASK_BEGAN
TASK_ENDED: int = events.TASK_ENDED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_IDLE: int = events.OP_IDLE
INTERRUPTED: int = events.INTERRUPTED
SHARED: int = events.SHARED

POOL = "_threadline_pool"
"""Attribute of a pool, and of the queue its workers read: the pool's object."""

ReadCall = Callable[[Any], "tuple[int, Any]"]
"""From what a worker gets to the task's number, from 1, and the function it is to run."""


def make(kept: Any, queue: Any, frame: Any) -> None:
    """The program has made a pool whose workers read `queue`."""
    number = shared.create("Executor", frame, kept, _key(queue))
    kept.__dict__[POOL] = queue.__dict__[POOL] = number


def pool_of(queue: Any) -> int:
    """In a worker: the pool it belongs to; 0 if that is not recorded."""
    number: int = getattr(queue, "__dict__", {}).get(POOL, 0)
    if not number and hasattr(queue, "_rlock") and _key(queue):
        number = objects.create("Executor", None, queue, shared=_key(queue))
    return number


def _key(queue: Any) -> str:
    """None when only forks can know it."""
    name = semlocks.key(queue._rlock)
    return f"pool:{name}" if name else ""


def submitted(pool: int, future: int, number: int) -> None:
    """The pool takes a task; its worker may begin it as soon as we return."""
    emit_here(SUBMITTED, pool, future, number, SHARED)


def ended(pool: int, number: int, *, failed: bool) -> None:
    """A worker has done a task, and is about to send back what came of it."""
    emit(TASK_ENDED, pool, 0, int(failed), number, SHARED)


class Calls:
    """The queue of calls as a worker sees it: between two calls the worker is idle."""

    def __init__(self, queue: Any, pool: int, read: ReadCall) -> None:
        self._queue = queue
        self._pool = pool
        self._read = read

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        emit_here(BEGAN, self._pool, -1, 0, OP_IDLE)
        try:
            call = self._queue.get(*args, **kwargs)
        except BaseException:
            emit(ENDED, self._pool, 0, 0, 0, INTERRUPTED)
            raise
        emit(ENDED, self._pool)
        if call is not None:
            number, work = self._read(call)
            emit(TASK_BEGAN, self._pool, site_of_start(work), 0, number, SHARED)
        return call
