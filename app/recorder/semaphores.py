"""Semaphores: their counter, who took from it and who waits for it."""

from __future__ import annotations

from typing import Any

from . import objects
from .conditions import give_role, settle
from .disguise import replace
from .lanes import end_wait
from .ring import emit, emit_here
from .sites import caller, caller_site, is_inner, site_of
from .vocabulary import events

ACQUIRED: int = events.SEMAPHORE_ACQUIRED
RELEASED: int = events.SEMAPHORE_RELEASED
REFUSED: int = events.SEMAPHORE_REFUSED
OP_ACQUIRE: int = events.OP_ACQUIRE
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

MARK = "_threadline"


def _init(original: Any, bounded: Any) -> Any:
    def __init__(self: Any, value: int = 1) -> None:
        original(self, value)
        frame: Any = caller()
        while frame.f_code.co_name == "__init__" and _is_library_init(frame, self):
            frame = frame.f_back  # BoundedSemaphore.__init__
        if is_inner(frame.f_code.co_filename) or MARK in self.__dict__:
            return
        kind = "BoundedSemaphore" if isinstance(self, bounded) else "Semaphore"
        self.__dict__[MARK] = number = objects.create(kind, frame, self)
        give_role(self._cond, number, OP_ACQUIRE, True)
        # The counter it begins with, so that it is known before the first acquire.
        emit(RELEASED, number, site_of(frame), value, 0)

    return __init__


def _is_library_init(frame: Any, made: Any) -> bool:
    return is_inner(frame.f_code.co_filename) and frame.f_locals.get("self") is made


def _acquire(original: Any) -> Any:
    def acquire(self: Any, blocking: bool = True, timeout: float | None = None) -> bool:
        number = self.__dict__.get(MARK)
        if number is None:
            return bool(original(self, blocking, timeout))
        try:
            got = original(self, blocking, timeout)
        except BaseException:
            settle(number, INTERRUPTED)
            raise
        flags = end_wait(number)
        site = caller_site()
        if got:
            emit(ACQUIRED, number, site, self._value, 0, flags)
        else:
            emit(REFUSED, number, site, 0, 0, flags | TIMED_OUT if blocking else 0)
        return bool(got)

    return acquire


def _release(original: Any, bounded: bool) -> Any:
    def release(self: Any, n: int = 1) -> Any:
        number = self.__dict__.get(MARK)
        if (
            number is not None
            and isinstance(n, int)
            and n > 0
            and not (bounded and self._value + n > self._initial_value)
        ):
            emit_here(RELEASED, number, self._value + n, n)
        return original(self, n)

    return release


def install(threading: Any) -> None:
    """Record every semaphore made from now on."""
    semaphore, bounded = threading.Semaphore, threading.BoundedSemaphore
    replace(semaphore, "__init__", lambda original: _init(original, bounded))
    replace(semaphore, "acquire", _acquire)
    semaphore.__enter__ = semaphore.acquire
    replace(semaphore, "release", lambda original: _release(original, bounded=False))
    replace(bounded, "release", lambda original: _release(original, bounded=True))
