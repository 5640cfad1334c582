"""ProcessPoolExecutor: who submits which task, and which process runs it.

Under the executor's own lock a task is made and gets the next number; a worker gets the
number with the call, and sends it back with the result. All three places are seen.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from . import futures, lanes
from .conditions import give_role
from .disguise import replace
from .process_pools import OP_IDLE, POOL, Calls, ended, make, pool_of, submitted
from .sites import caller

submitting: dict[int, Any] = {}
"""Lane -> the executor in whose `submit` it is."""
working_for = [0]
"""The pool of which this process is a worker."""


def _init(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        make(self, self._call_queue, caller())
        give_role(self._call_queue._notempty, self.__dict__[POOL], OP_IDLE)

    return __init__


def _submit(original: Any) -> Any:
    def submit(self: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        lane = lanes.here()
        submitting[lane] = self
        try:
            return original(self, fn, *args, **kwargs)
        finally:
            submitting.pop(lane, None)

    return submit


def _item_init(original: Any) -> Any:
    def __init__(self: Any, future: Any, *args: Any, **kwargs: Any) -> None:
        original(self, future, *args, **kwargs)
        executor = submitting.get(lanes.here())
        if executor is not None and POOL in executor.__dict__:
            number = executor._queue_count + 1
            submitted(executor.__dict__[POOL], futures.number_of(future), number)

    return __init__


def _worker(original: Any, chunk: Any) -> Any:
    def read(call: Any) -> tuple[int, Any]:
        work = call.fn
        if type(work) is partial and work.func is chunk and work.args:
            work = work.args[0]  # `map` sends several calls as one
        return call.work_id + 1, work

    def _process_worker(call_queue: Any, *args: Any) -> None:
        working_for[0] = pool = pool_of(call_queue)
        original(Calls(call_queue, pool, read) if pool else call_queue, *args)

    return _process_worker


def _sendback(original: Any) -> Any:
    def _sendback_result(
        result_queue: Any, work_id: Any, result: Any = None, exception: Any = None, **rest: Any
    ) -> None:
        if working_for[0]:
            ended(working_for[0], work_id + 1, failed=exception is not None)
        original(result_queue, work_id, result=result, exception=exception, **rest)

    return _sendback_result


def install(process: Any) -> None:
    """Record every ProcessPoolExecutor; `concurrent.futures.process` is imported."""
    replace(process.ProcessPoolExecutor, "__init__", _init)
    replace(process.ProcessPoolExecutor, "submit", _submit)
    replace(process._WorkItem, "__init__", _item_init)
    replace(process, "_process_worker", lambda original: _worker(original, process._process_chunk))
    replace(process, "_sendback_result", _sendback)
