"""RLocks: locks that their holder may acquire again, with their depth.

The same guarantees as in `locks.py`, for the same reasons. The depth is counted here:
only the holder changes it.
"""

from __future__ import annotations

import _thread
from functools import partial
from typing import Any

from . import objects
from .compiled import native
from .locks import (
    ACQUIRED,
    BEGAN,
    ENDED,
    INTERRUPTED,
    OP_ACQUIRE,
    PATIENCE,
    REFUSED,
    RELEASED,
    TIMED_OUT,
    WAITED,
    is_limit,
    let_go,
)
from .ring import emit, emit_here, nanoseconds
from .sites import caller, caller_site, is_inner, is_library
from .uninterrupted import uninterrupted_start

real: Any = _thread.RLock


class RLock:
    """A reentrant lock of the program."""

    __slots__ = ("__weakref__", "_acquire", "_blocks", "_depth", "_id", "_raw", "_release",
                 "_tries")  # fmt: skip
    _acquire: Any
    _blocks: Any
    _depth: int
    _id: int
    _raw: Any
    _release: Any
    _tries: Any

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__init__ is not object.__init__:
            args, kwargs = (), {}  # the arguments are those of a subclass
        raw = real(*args, **kwargs)
        frame: Any = caller()
        if frame.f_code.co_name == "RLock":
            frame = frame.f_back  # threading.RLock is a function that calls us
        file = frame.f_code.co_filename
        if cls is RLock and is_inner(file):
            return raw  # inside a Condition or Future: nobody sees its type
        if cls is RLock and is_library(file):
            return _make_quiet(raw)
        return make(raw, frame, cls)

    def __enter__(self, *arguments: Any) -> bool:
        got = began = False
        try:
            if arguments:
                entered = bool(self._raw.__enter__(*arguments))  # raises, but for the odd call
                self._depth += entered
                return entered
            for got in self._tries:  # noqa: B007 - used below, and by the handler
                break
            if got:
                self._depth += 1
                emit_here(ACQUIRED, self._id, self._depth)
            else:
                site = caller_site()
                began = True
                emit(BEGAN, self._id, site, -1, 0, OP_ACQUIRE)
                for _ in PATIENCE:
                    let_go(0)
                    for got in self._tries:  # noqa: B007
                        break
                    if got:
                        break
                else:
                    for got in self._blocks:  # noqa: B007
                        break
                self._depth = 1
                emit(ACQUIRED, self._id, site, 1, 0, WAITED)
        except BaseException:
            if got:
                self._depth -= 1
                self._release()
                emit(RELEASED, self._id, 0, self._depth)
            elif began:
                emit(ENDED, self._id, 0, 0, 0, INTERRUPTED)
            raise
        return True

    @uninterrupted_start
    def __exit__(self, *exception: Any) -> None:
        try:
            if self._raw._is_owned():
                self._depth -= 1
                emit_here(RELEASED, self._id, self._depth)
        finally:
            self._release()

    def acquire(self, blocking: bool = True, timeout: float = -1, *wrong: Any) -> bool:
        if wrong:
            return bool(self._acquire(blocking, timeout, *wrong))  # raises
        if blocking is True and timeout == -1:
            return RLock.__enter__(self)
        return _acquire_within(self, blocking, timeout, caller_site())

    @uninterrupted_start
    def release(self, *wrong: Any) -> None:
        try:
            if self._raw._is_owned() and not wrong:
                self._depth -= 1
                emit_here(RELEASED, self._id, self._depth)
        finally:
            self._release(*wrong)

    def _is_owned(self) -> bool:
        return bool(self._raw._is_owned())

    def _recursion_count(self) -> int:
        return self._depth if self._raw._is_owned() else 0

    def _release_save(self) -> Any:
        emit_here(RELEASED, self._id)
        self._depth = 0
        return self._raw._release_save()

    def _acquire_restore(self, state: Any) -> None:
        depth, site = state[0], caller_site()
        waited = 0
        if self._acquire(False):
            for _ in range(depth - 1):
                self._acquire()
        else:
            emit(BEGAN, self._id, site, -1, 0, OP_ACQUIRE)
            waited = WAITED
            self._raw._acquire_restore(state)
        self._depth = depth
        emit(ACQUIRED, self._id, site, depth, 0, waited)

    def _at_fork_reinit(self) -> None:
        self._depth = 0
        self._raw._at_fork_reinit()

    def __repr__(self) -> str:
        kind = type(self)
        name = "_thread.RLock" if kind in {RLock, QuietRLock} else kind.__name__
        text = repr(self._raw)
        return text.replace("_thread.RLock", name, 1).replace(hex(id(self._raw)), hex(id(self)), 1)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self._raw.__reduce_ex__(protocol)


def _acquire_within(self: RLock, blocking: Any, timeout: Any, site: int) -> bool:
    """Acquire without blocking, or within a time limit."""
    if not (blocking and is_limit(timeout)):
        got = self._acquire(blocking, timeout)  # or raises what the real one raises
        waited = 0
    elif self._acquire(False):
        got, waited = True, 0
    else:
        emit(BEGAN, self._id, site, nanoseconds(timeout), 0, OP_ACQUIRE)
        try:
            got = self._acquire(True, timeout)
        except BaseException:
            emit(ENDED, self._id, site, 0, 0, INTERRUPTED)
            raise
        waited = WAITED if got else TIMED_OUT
    if got:
        self._depth += 1
        emit(ACQUIRED, self._id, site, self._depth, 0, waited)
    else:
        emit(REFUSED, self._id, site, 0, 0, waited)
    return bool(got)


if hasattr(real, "locked"):

    def _locked(self: Any) -> bool:
        return bool(self._raw.locked())

    RLock.locked = _locked  # type: ignore[attr-defined]

RLock.__module__ = "_thread"
RLock.__doc__ = real.__doc__


def make(raw: Any, frame: Any, cls: type = RLock, *, owner: int = 0, suffix: str = "") -> Any:
    """A recorded RLock around `raw`, made by the program at `frame`."""
    made: Any = object.__new__(cls)
    made._raw = raw
    made._depth = 0
    made._id = objects.create("RLock", frame, owner=owner, suffix=suffix)
    made._acquire = raw.acquire
    made._release = raw.release
    made._tries = iter(partial(raw.acquire, False), None)
    made._blocks = iter(raw.acquire, None)
    return made


METHODS = [
    name
    for name in ("__enter__", "__exit__", "acquire", "release", "locked", "_is_owned",
                 "_release_save", "_acquire_restore", "_recursion_count", "_at_fork_reinit")
    if hasattr(real, name)
]  # fmt: skip


class QuietRLock(RLock):
    """One that the standard library made for itself: the real one under a known type.

    A slot is found where a method is looked for, so these *are* the real one's methods.
    """

    __slots__ = tuple(METHODS)


QuietRLock.__module__ = "_thread"
QuietRLock.__name__ = QuietRLock.__qualname__ = "RLock"


def _make_quiet(raw: Any) -> Any:
    made: Any = object.__new__(QuietRLock)
    made._raw = raw
    for name in METHODS:
        setattr(made, name, getattr(raw, name))
    return made


def _number_of_new() -> int:
    frame: Any = caller()
    if frame.f_code.co_name == "RLock":
        frame = frame.f_back  # as above
    return objects.create("RLock", frame)


if native is not None:
    native.connect(new_rlock=_number_of_new)
    RLock = native.RLock  # type: ignore[misc]

    def make(raw: Any, frame: Any, cls: type = RLock, *, owner: int = 0, suffix: str = "") -> Any:
        """The compiled one stands on a lock of its own."""
        return native.make_rlock(objects.create("RLock", frame, owner=owner, suffix=suffix))


def install(threading: Any) -> None:
    """Put the recorded RLock in the place of the real one."""
    _thread.RLock = threading._CRLock = RLock  # type: ignore[misc]
