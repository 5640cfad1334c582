"""Executors: thread pools, the way of a task from `submit` to the worker that runs it."""

from __future__ import annotations

from typing import Any

from . import futures, lanes, objects, simple_queue
from .disguise import replace
from .ring import emit, emit_here, ticket
from .sites import caller, site_of_start
from .vocabulary import events

SUBMITTED: int = events.TASK_SUBMITTED
TASK_BEGAN: int = events.TASK_BEGAN
TASK_ENDED: int = events.TASK_ENDED

MARK = "_threadline"

submitting: dict[int, int] = {}
"""Lane -> the executor whose `submit` it is in."""


def _init(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.__dict__[MARK] = number = objects.create("Executor", caller(), self)
        if simple_queue.idle_queue is not None:
            work = simple_queue.idle_queue()
            work.executor = number
            self._work_queue = work

    return __init__


def _submit(original: Any) -> Any:
    def submit(self: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        lane = lanes.here()
        submitting[lane] = self.__dict__.get(MARK, 0)
        try:
            return original(self, fn, *args, **kwargs)
        finally:
            submitting.pop(lane, None)

    return submit


def _item_init(original: Any) -> Any:
    def __init__(self: Any, future: Any, *args: Any, **kwargs: Any) -> None:
        original(self, future, *args, **kwargs)
        # Between here and the worker lies only the queue's put.
        executor, number = submitting.get(lanes.here(), 0), ticket()
        task = futures.number_of(future)
        emit_here(SUBMITTED, executor, task, number)
        self.__dict__[MARK] = (executor, number, task)

    return __init__


def _work_of(item: Any) -> int:
    """The site of the task's function; a work item of 3.14 keeps it in a tuple."""
    kept = item.__dict__
    return site_of_start(kept["fn"] if "fn" in kept else kept.get("task", (None,))[0])


def _item_run(original: Any) -> Any:
    def run(self: Any, *args: Any) -> Any:
        executor, number, task = self.__dict__.get(MARK, (0, 0, 0))
        future = self.future
        if future.cancelled():
            return original(self, *args)
        emit(TASK_BEGAN, executor, _work_of(self), task, number)
        try:
            original(self, *args)
        finally:
            failed = getattr(future, "_exception", None) is not None
            emit(TASK_ENDED, executor, 0, int(failed), number)
        return None

    return run


def install(thread: Any) -> None:
    """Record every ThreadPoolExecutor; `concurrent.futures.thread` is imported."""
    replace(thread.ThreadPoolExecutor, "__init__", _init)
    replace(thread.ThreadPoolExecutor, "submit", _submit)
    replace(thread._WorkItem, "__init__", _item_init)
    replace(thread._WorkItem, "run", _item_run)
