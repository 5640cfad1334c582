"""Executors: thread pools, the way of a task from `submit` to the worker that runs it."""

from __future__ import annotations

from typing import Any

from . import futures, objects, simple_queue
from .compiled import native
from .disguise import replace
from .marks import mark, marked
from .ring import emit, emit_here, ticket
from .sites import caller, site_of_start
from .vocabulary import events

SUBMITTED: int = events.TASK_SUBMITTED
TASK_BEGAN: int = events.TASK_BEGAN
TASK_ENDED: int = events.TASK_ENDED


def _init(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        number = objects.create("Executor", caller(), self)
        mark(self, number)
        if simple_queue.idle_queue is not None:
            work = simple_queue.idle_queue()
            work.executor = number
            self._work_queue = work

    return __init__


def _submitted(executor: int, item: Any) -> None:
    """A work item is about to be put into the queue of work of that executor."""
    number, task = ticket(), futures.number_of(item.future)
    mark(item, (executor, number, task))
    emit_here(SUBMITTED, executor, task, number)


def _work_of(item: Any) -> int:
    """The site of the task's function; a work item of 3.14 keeps it in a tuple."""
    task = getattr(item, "fn", None)
    return site_of_start(getattr(item, "task", (None,))[0] if task is None else task)


def _item_run(original: Any) -> Any:
    def run(self: Any, *args: Any) -> Any:
        executor, number, task = marked(self) or (0, 0, 0)
        future = self.future
        if future._state in futures.CANCELLED_STATES:
            return original(self, *args)
        emit(TASK_BEGAN, executor, _work_of(self), task, number)
        try:
            original(self, *args)
        finally:
            failed = getattr(future, "_exception", None) is not None
            emit(TASK_ENDED, executor, 0, int(failed), number)
            # The traceback of what the task raised leads here: a cycle, which python's own
            # `run` breaks in the same way.
            del self, future
        return None

    return run


def install(thread: Any) -> None:
    """Record every ThreadPoolExecutor; `concurrent.futures.thread` is imported."""
    replace(thread.ThreadPoolExecutor, "__init__", _init)
    simple_queue.submitted = _submitted if native is None else native.submitted
    replace(thread._WorkItem, "run", _item_run)
