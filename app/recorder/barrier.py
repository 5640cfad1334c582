"""Barriers: who came, who came last, who broke it."""

from __future__ import annotations

import time
from typing import Any

from . import objects
from .conditions import give_role, settle
from .disguise import replace
from .ring import emit_here
from .sites import caller, is_inner
from .vocabulary import events

PASSED: int = events.BARRIER_PASSED
BROKEN: int = events.BARRIER_BROKEN
OP_BARRIER: int = events.OP_BARRIER
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

MARK = "_threadline"


def _init(original: Any) -> Any:
    def __init__(self: Any, parties: int, action: Any = None, timeout: float | None = None) -> None:
        original(self, parties, action, timeout)
        frame = caller()
        if not is_inner(frame.f_code.co_filename):
            self.__dict__[MARK] = number = objects.create("Barrier", frame, self)
            give_role(self._cond, number, OP_BARRIER, True)

    return __init__


def _wait(original: Any) -> Any:
    def wait(self: Any, timeout: float | None = None) -> int:
        number = self.__dict__.get(MARK)
        if number is None:
            return int(original(self, timeout))
        limit = self._timeout if timeout is None else timeout
        start = time.monotonic()
        try:
            index = original(self, timeout)
        except BaseException:
            late = limit is not None and time.monotonic() - start >= limit
            settle(number, INTERRUPTED | TIMED_OUT if late else INTERRUPTED)
            raise
        settle(number)
        return int(index)

    return wait


def _release(original: Any) -> Any:
    def _release(self: Any) -> Any:
        number = self.__dict__.get(MARK)
        if number is not None and self._action is None:
            emit_here(PASSED, number, self._parties)
            return original(self)
        if number is None:
            return original(self)
        # The action runs first; it may raise, and then nobody passes.
        action = self._action

        def act() -> None:
            action()
            emit_here(PASSED, number, self._parties)

        self._action = act
        try:
            original(self)
        finally:
            self._action = action
        return None

    return _release


def _break(original: Any) -> Any:
    def _break(self: Any) -> None:
        number = self.__dict__.get(MARK)
        if number is not None:
            emit_here(BROKEN, number)
        original(self)

    return _break


def install(threading: Any) -> None:
    """Record every `threading.Barrier` made from now on."""
    barrier = threading.Barrier
    replace(barrier, "__init__", _init)
    replace(barrier, "wait", _wait)
    replace(barrier, "_release", _release)
    replace(barrier, "_break", _break)
