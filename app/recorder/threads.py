"""Threads: who starts them, what they are called, when they begin and end, who joins."""

from __future__ import annotations

from typing import Any

from . import lanes, objects
from .disguise import replace
from .ring import emit, nanoseconds
from .sites import caller, caller_site, leave, site_of, site_of_start
from .vocabulary import events

STARTED: int = events.THREAD_STARTED
THREAD_BEGAN: int = events.THREAD_BEGAN
THREAD_ENDED: int = events.THREAD_ENDED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_JOIN: int = events.OP_JOIN
OP_START: int = events.OP_START
OP_SHUTDOWN: int = events.OP_SHUTDOWN
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

MARK = "_threadline"
"""Instance attribute that holds what we know of a Thread: [object, lane, failed]."""


def install(threading: Any) -> None:
    """Record every `threading.Thread` made from now on."""
    thread = threading.Thread
    replace(thread, "__init__", lambda original: _init(original, threading.Timer))
    replace(thread, "start", lambda original: _start(original, threading.Timer))
    replace(thread, "_bootstrap_inner", _bootstrap_inner)
    replace(thread, "join", lambda original: _join(original, threading))
    _record_names(thread)
    replace(threading, "_shutdown", lambda original: _shutdown(original, threading))
    emit_main()


def emit_main() -> None:
    """The calling thread is the main one, lane 1."""
    if lanes.MAIN not in lanes.rows:
        lanes.enter(lanes.create("MainThread"))


def known(thread: Any, timer: Any, frame: Any) -> list[int]:
    """What we know of `thread`: its object, its lane, whether an exception ended it."""
    mark: list[int] | None = thread.__dict__.get(MARK)
    if mark is None:
        kind = "Timer" if isinstance(thread, timer) else "Thread"
        number = objects.create(kind, frame, thread, name=getattr(thread, "_name", "") or "")
        mark = thread.__dict__[MARK] = [number, 0, 0]
    return mark


def _init(original: Any, timer: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        known(self, timer, caller())

    return __init__


def _start(original: Any, timer: Any) -> Any:
    def start(self: Any) -> Any:
        if not self._initialized or self._started.is_set():
            return original(self)  # raises
        frame = caller()
        site = site_of(frame)
        mark = known(self, timer, frame)
        number = mark[0]
        mark[1] = lane = lanes.create(
            self._name, daemon=self._daemonic, parent=lanes.here(), site=site, object=number
        )
        emit(STARTED, number, site, lane)
        emit(BEGAN, number, site, -1, 0, OP_START)
        try:
            original(self)
        except BaseException:
            emit(ENDED, number, site, 0, 0, INTERRUPTED)
            raise
        emit(ENDED, number, site)
        return None

    return start


def _work_of(thread: Any) -> int:
    """The site of what the thread is there to do: its target, or a `run` of its own."""
    return site_of_start(type(thread).run) or site_of_start(thread.__dict__.get("_target"))


def _bootstrap_inner(original: Any) -> Any:
    def _bootstrap_inner(self: Any) -> Any:
        mark = self.__dict__.get(MARK)
        if not mark or not mark[1]:
            return original(self)
        number, lane = mark[0], mark[1]
        lanes.enter(lane)
        emit(THREAD_BEGAN, number, _work_of(self))
        try:
            original(self)
        finally:
            emit(THREAD_ENDED, number, 0, mark[2])
            lanes.leave(lane)
            leave()
        return None

    return _bootstrap_inner


def _join(original: Any, threading: Any) -> Any:
    def join(self: Any, timeout: float | None = None) -> Any:
        mark = self.__dict__.get(MARK)
        if (
            mark is None
            or not self._initialized
            or not self._started.is_set()
            or threading._active.get(threading.get_ident()) is self
            or not self.is_alive()
        ):
            return original(self, timeout)
        number, site = mark[0], caller_site()
        emit(BEGAN, number, site, nanoseconds(timeout), 0, OP_JOIN)
        try:
            original(self, timeout)
        except BaseException:
            emit(ENDED, number, site, 0, 0, INTERRUPTED)
            raise
        emit(ENDED, number, site, 0, 0, TIMED_OUT if timeout is not None and self.is_alive() else 0)
        return None

    return join


def _record_names(thread: Any) -> None:
    name = thread.name

    def rename(self: Any, value: Any) -> None:
        name.fset(self, value)
        mark = self.__dict__.get(MARK)
        if mark is not None and mark[1]:
            lanes.rename(mark[1], self._name)
        elif lanes.MAIN in lanes.rows and self.ident in lanes.of_thread:
            lanes.rename(lanes.of_thread[self.ident], self._name)

    thread.name = property(name.fget, rename, name.fdel, name.__doc__)


def _shutdown(original: Any, threading: Any) -> Any:
    def _shutdown() -> Any:
        mark = next(
            (
                thread.__dict__[MARK]
                for thread in list(threading._active.values())
                if MARK in thread.__dict__ and not thread._daemonic and thread.is_alive()
            ),
            None,
        )
        if mark is None:
            return original()
        emit(BEGAN, mark[0], 0, -1, 0, OP_SHUTDOWN)
        try:
            original()
        finally:
            emit(ENDED, mark[0])
        return None

    return _shutdown
