"""`multiprocessing.Pool`: its tasks, the workers that run them, and who waits for results.

A task is numbered by the call it belongs to and its place in it; a chunk of `map` is one.
"""

from __future__ import annotations

from typing import Any

from . import objects
from .disguise import replace
from .process_pools import POOL, Calls, ended, make, pool_of, submitted
from .ring import emit, emit_here, nanoseconds
from .sites import caller
from .vocabulary import events

RESOLVED: int = events.FUTURE_RESOLVED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_RESULT: int = events.OP_RESULT
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

MARK = "_threadline"
PLACE_BITS = 24
"""Room for the places of one call; those of calls come above."""
MOST_TOLD = 10_000
"""Chunks of one call whose submission is told; a worker tells of all."""


def task(job: int, place: int) -> int:
    """The number of a task, from 1."""
    return (job + 1 << PLACE_BITS) + place


class Results:
    """The queue of results as a worker sees it."""

    def __init__(self, queue: Any, pool: int) -> None:
        self._queue = queue
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def put(self, result: Any) -> None:
        job, place, (succeeded, _) = result
        ended(self._pool, task(job, place), failed=not succeeded)
        self._queue.put(result)


def _setup_queues(original: Any) -> Any:
    def _setup_queues(self: Any) -> None:
        original(self)
        make(self, self._inqueue, caller())

    return _setup_queues


def _worker(original: Any, stars: tuple[Any, ...]) -> Any:
    def read(call: Any) -> tuple[int, Any]:
        job, place, work, args, _ = call
        if work in stars and args:
            work = args[0][0]  # `map` sends several calls as one
        return task(job, place), work

    def worker(inqueue: Any, outqueue: Any, *args: Any) -> None:
        pool = pool_of(inqueue)
        if pool:
            inqueue, outqueue = Calls(inqueue, pool, read), Results(outqueue, pool)
        original(inqueue, outqueue, *args)

    return worker


def _result_init(original: Any, chunks: Any) -> Any:
    def __init__(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
        original(self, pool, *args, **kwargs)
        number = pool.__dict__.get(POOL, 0)
        if number:
            self.__dict__[MARK] = objects.create("Future", caller(), self)
            if not isinstance(self, chunks):
                submitted(number, self.__dict__[MARK], task(self._job, 0))

    return __init__


def _chunks_init(original: Any) -> Any:
    def __init__(self: Any, pool: Any, *args: Any, **kwargs: Any) -> None:
        original(self, pool, *args, **kwargs)
        for place in range(min(self._number_left, MOST_TOLD) if MARK in self.__dict__ else 0):
            submitted(pool.__dict__[POOL], self.__dict__[MARK], task(self._job, place))

    return __init__


def _is_last(result: Any) -> bool:
    return bool(result._number_left == 1)


def _set(original: Any, is_last: Any) -> Any:
    def _set(self: Any, i: Any, success_result: Any) -> None:
        number = self.__dict__.get(MARK)
        if number and is_last(self):
            emit(RESOLVED, number)
        original(self, i, success_result)

    return _set


def _wait(original: Any) -> Any:
    def wait(self: Any, timeout: Any = None) -> Any:
        number = self.__dict__.get(MARK)
        if not number or self.ready():
            return original(self, timeout)
        emit_here(BEGAN, number, nanoseconds(timeout), 0, OP_RESULT)
        try:
            original(self, timeout)
        except BaseException:
            emit(ENDED, number, 0, 0, 0, INTERRUPTED)
            raise
        emit(ENDED, number, 0, 0, 0, 0 if self.ready() else TIMED_OUT)
        return None

    return wait


def install(pool: Any) -> None:
    """Record every Pool; `multiprocessing.pool` is imported."""
    replace(pool.Pool, "_setup_queues", _setup_queues)
    replace(pool, "worker", lambda original: _worker(original, (pool.mapstar, pool.starmapstar)))
    chunks = pool.MapResult
    replace(pool.ApplyResult, "__init__", lambda original: _result_init(original, chunks))
    replace(chunks, "__init__", _chunks_init)
    replace(pool.ApplyResult, "wait", _wait)
    replace(pool.ApplyResult, "_set", lambda original: _set(original, lambda result: True))
    replace(chunks, "_set", lambda original: _set(original, _is_last))
