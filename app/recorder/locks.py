"""Locks: `threading.Lock` with its holder, its waits and their places.

`with lock:` calls `__enter__` by opcode, which no profiler sees, so the type itself is
replaced. What must stay true is that a `with` block never leaks its lock: the real
`__enter__` is one C call, and a signal handler that raises runs before or after it. Here

- the acquisition is one opcode, `FOR_ITER` over `iter(acquire, sentinel)`, and the next
  stores its result: no handler runs between having the lock and knowing it;
- whatever is raised after that gives the lock back;
- `__exit__` may not be interrupted before it has begun: see `uninterrupted_start`.

(CPython 3.9 alone runs handlers between any two opcodes; there even the real lock can
leak at the end of its block.)
"""

from __future__ import annotations

import _thread
import sys
import time
from _thread import get_ident
from functools import partial
from typing import Any

from . import lanes, objects
from .compiled import native
from .disguise import built_in
from .ring import emit, emit_here, nanoseconds
from .sites import caller, caller_site, is_library
from .uninterrupted import uninterrupted_start
from .vocabulary import events

ACQUIRED: int = events.LOCK_ACQUIRED
RELEASED: int = events.LOCK_RELEASED
REFUSED: int = events.LOCK_REFUSED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_ACQUIRE: int = events.OP_ACQUIRE
OP_ENTER: int = events.OP_ENTER
WAITED: int = events.WAITED
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED
FOREIGN: int = events.FOREIGN

HAS_GIL: bool = getattr(sys, "_is_gil_enabled", lambda: True)()
PATIENCE = (1, 2, 3, 4) if HAS_GIL else ()
"""How often a thread lets go of the GIL and tries again before it really blocks.

A real `with lock:` looks for other threads' wishes nowhere between having the lock and
leaving it, so a holder of a short section rarely loses the GIL in it. Our Python code does,
and a thread that blocked then would be woken by the very release, fight for the GIL, make
the next one block, and so on: a convoy that the program alone never has. To let go of the
GIL lets the holder finish instead (hot lock, four threads: 10 to 3 microseconds a section).
Without a GIL there is nothing to let go of, and every try is taken from who holds the lock.
"""
let_go = time.sleep
real = _thread.allocate_lock
OLD = sys.version_info[:2] < (3, 13)
real_type: Any = _thread.LockType


class lock:
    """A lock of the program."""

    __slots__ = ("__weakref__", "_acquire", "_blocks", "_holder", "_id", "_raw", "_release",
                 "_tries")  # fmt: skip
    _acquire: Any
    _blocks: Any
    _holder: int
    _id: int
    _raw: Any
    _release: Any
    _tries: Any

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if OLD:
            raise TypeError("cannot create '_thread.lock' instances")
        raw = real_type(*args, **kwargs)
        frame = caller()
        if is_library(frame.f_code.co_filename):
            return make_quiet(raw)
        return make(raw, frame)

    def __enter__(self, *arguments: Any) -> bool:
        got = began = False
        try:
            if arguments:
                return bool(self._raw.__enter__(*arguments))  # raises, but for the odd call
            for got in self._tries:  # noqa: B007 - used below, and by the handler
                break
            if got:
                self._holder = emit_here(ACQUIRED, self._id, 1)
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
                self._holder = emit(ACQUIRED, self._id, site, 1, 0, WAITED)
        except BaseException:
            if got:
                self._holder = 0
                self._release()
                emit(RELEASED, self._id)
            elif began:
                emit(ENDED, self._id, 0, 0, 0, INTERRUPTED)
            raise
        return True

    @uninterrupted_start
    def __exit__(self, *exception: Any) -> None:
        try:
            if self._holder:
                self._holder = 0
                emit_here(RELEASED, self._id)
        finally:
            self._release()

    def acquire(self, blocking: bool = True, timeout: float = -1, *wrong: Any) -> bool:
        if wrong:
            return bool(self._acquire(blocking, timeout, *wrong))  # raises
        if blocking and timeout == -1:
            return self.__enter__()
        return _acquire_within(self, blocking, timeout, caller_site())

    @uninterrupted_start
    def release(self, *wrong: Any) -> None:
        try:
            holder = self._holder
            if holder and not wrong:
                self._holder = 0
                foreign = 0 if lanes.of_thread.get(get_ident()) == holder else FOREIGN
                emit_here(RELEASED, self._id, 0, 0, foreign)
        finally:
            self._release(*wrong)

    acquire_lock = acquire
    release_lock = release

    def locked(self, *wrong: Any) -> bool:
        return bool(self._raw.locked(*wrong))

    locked_lock = locked

    def _at_fork_reinit(self) -> None:
        self._holder = 0
        self._raw._at_fork_reinit()

    def __repr__(self) -> str:
        state = "locked" if self._raw.locked() else "unlocked"
        return f"<{state} _thread.lock object at {hex(id(self))}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self._raw.__reduce_ex__(protocol)


def _acquire_within(self: lock, blocking: bool, timeout: float, site: int) -> bool:
    """Acquire without blocking, or within a time limit."""
    if not (blocking and is_limit(timeout)):
        got = self._acquire(blocking, timeout)  # or raises what the real one raises
        if got:
            self._holder = emit(ACQUIRED, self._id, site, 1)
        else:
            emit(REFUSED, self._id, site)
        return bool(got)
    if self._acquire(False):
        self._holder = emit(ACQUIRED, self._id, site, 1)
        return True
    emit(BEGAN, self._id, site, nanoseconds(timeout), 0, OP_ACQUIRE)
    try:
        got = self._acquire(True, timeout)
    except BaseException:
        emit(ENDED, self._id, site, 0, 0, INTERRUPTED)
        raise
    if got:
        self._holder = emit(ACQUIRED, self._id, site, 1, 0, WAITED)
    else:
        emit(REFUSED, self._id, site, 0, 0, TIMED_OUT)
    return bool(got)


def is_limit(timeout: Any) -> bool:
    return isinstance(timeout, (int, float)) and 0 <= timeout <= _thread.TIMEOUT_MAX


class quiet_lock(lock):
    """The inner lock of another sync object: only waits for it are recorded, as its owner's."""

    __slots__ = ()
    __qualname__ = "lock"

    def __enter__(self) -> bool:
        got = began = False
        try:
            for got in self._tries:  # noqa: B007 - used below, and by the handler
                break
            if not got:
                if self._id and not lanes.is_waiting():
                    began = True
                    emit_here(BEGAN, self._id, -1, 0, OP_ENTER)
                for _ in PATIENCE:
                    let_go(0)
                    for got in self._tries:  # noqa: B007
                        break
                    if got:
                        break
                else:
                    for got in self._blocks:  # noqa: B007
                        break
                if began:
                    emit(ENDED, self._id)
        except BaseException:
            if got:
                self._release()
            if began:
                emit(ENDED, self._id, 0, 0, 0, INTERRUPTED)
            raise
        return True

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if blocking and timeout == -1:
            return self.__enter__()
        return bool(self._acquire(blocking, timeout))

    @uninterrupted_start
    def __exit__(self, *exception: Any) -> None:
        try:
            self._release()
        finally:
            pass

    def release(self) -> None:
        self._release()

    acquire_lock = acquire
    release_lock = release


def _refuse_subclass(cls: type) -> None:
    raise TypeError("type '_thread.lock' is not an acceptable base type")


for _type in (lock, quiet_lock):
    _type.__module__ = "_thread"
    _type.__name__ = _type.__qualname__ = "lock"
    _type.__doc__ = real_type.__doc__
lock.__init_subclass__ = classmethod(_refuse_subclass)  # type: ignore[method-assign, assignment]


def _make(type_: Any, raw: Any, number: int) -> Any:
    made = object.__new__(type_)
    made._raw = raw
    made._id = number
    made._holder = 0
    made._acquire = raw.acquire
    made._release = raw.release
    made._tries = iter(partial(raw.acquire, False), None)
    made._blocks = iter(raw.acquire, None)
    return made


def make(raw: Any, frame: Any) -> Any:
    """A recorded lock around `raw`, made by the program at `frame`."""
    return _make(lock, raw, objects.create("Lock", frame))


def make_quiet(raw: Any) -> Any:
    """A lock around `raw` that the library made for itself."""
    return _make(quiet_lock, raw, 0)


def belongs(inner: Any, owner: int) -> None:
    """Waits for `inner` are from now on waits to enter `owner`."""
    if type(inner) is quiet_lock:
        inner._id = owner


def _allocate_lock(*args: Any, **kwargs: Any) -> Any:
    raw = real(*args, **kwargs)  # raises what the real one raises
    frame = caller()
    if is_library(frame.f_code.co_filename):
        return raw if "importlib" in frame.f_code.co_filename else make_quiet(raw)
    return make(raw, frame)


def _new_lock(*args: Any, **kwargs: Any) -> Any:
    raw = real_type(*args, **kwargs)
    frame = caller()
    return make_quiet(raw) if is_library(frame.f_code.co_filename) else make(raw, frame)


if native is not None:
    native.connect(new_lock=_new_lock)
    lock, belongs = native.lock, native.belongs  # type: ignore[misc]

    def make(raw: Any, frame: Any) -> Any:
        """The compiled one stands on a lock of its own."""
        return native.make_lock(objects.create("Lock", frame), False)

    def make_quiet(raw: Any) -> Any:
        """The same for the library's own."""
        return native.make_lock(0, True)


def install(threading: Any) -> None:
    """Put the recorded lock in the place of the real one."""
    factory = built_in(_allocate_lock, real)
    _thread.allocate_lock = _thread.allocate = factory
    _thread.LockType = lock  # type: ignore[misc]
    if hasattr(_thread, "lock"):
        _thread.lock = lock
    threading.Lock = lock if threading.Lock is real_type else factory
    if hasattr(threading, "_LockType"):
        threading._LockType = lock
