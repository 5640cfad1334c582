"""Locks and semaphores between processes: `multiprocessing.Lock` and its kin.

They have no waiters or holders to see but in the operating system; so each process says
when it waits, has and gives back, on one clock, and the object is one for all of them. As
with threads, a lock given back is stamped before, and a lock got after: two holders never
overlap. What the library uses inside a queue or a condition has a role, as there.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from . import lanes, shared
from .conditions import settle
from .disguise import replace
from .ring import emit, emit_here, nanoseconds
from .sites import caller, caller_site
from .vocabulary import events

ACQUIRED: int = events.LOCK_ACQUIRED
RELEASED: int = events.LOCK_RELEASED
REFUSED: int = events.LOCK_REFUSED
PERMITTED: int = events.SEMAPHORE_ACQUIRED
RETURNED: int = events.SEMAPHORE_RELEASED
DENIED: int = events.SEMAPHORE_REFUSED
BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
OP_ACQUIRE: int = events.OP_ACQUIRE
WAITED: int = events.WAITED
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED
FOREIGN: int = events.FOREIGN

MARK = "_threadline"
LOCKS = ("Lock", "RLock")

generation = [0]
"""Counts forks: what was held before belongs to the parent."""


def key(semlock: Any) -> str:
    """The name by which other processes open it; none when only forks can know it."""
    return str(semlock._semlock.name or "")


def record(semlock: Any, kind: str, number: int) -> None:
    """Record a lock or semaphore of the program from now on."""
    semlock.__dict__[MARK] = number
    make = _Lock if kind in LOCKS else _Semaphore
    recorded = make(semlock._semlock, number, depth=kind == "RLock")
    semlock.acquire, semlock.release = recorded.acquire, recorded.release


def give_role(semlock: Any, number: int, operation: int, *, loops: bool = False) -> None:
    """Waits for a semaphore inside an object are waits of that object."""
    semlock.__dict__[MARK] = -number
    semlock.acquire = _Role(semlock._semlock, number, operation, loops=loops).acquire


class _Recorded:
    """The two methods that a lock's instance has of its own."""

    def __init__(self, raw: Any, number: int, *, depth: bool = False) -> None:
        self.raw = raw
        self.number = number
        self.deep = depth
        self.holder = (0, 0)
        self.tries = iter(partial(raw.acquire, False), None)

    def acquire(self, block: Any = True, timeout: Any = None) -> bool:
        got = began = False
        raw, site = self.raw, caller_site()
        try:
            for got in self.tries:  # noqa: B007 - used below, and by the handler
                break
            if not got and block:
                began = True
                emit(BEGAN, self.number, site, nanoseconds(timeout), 0, OP_ACQUIRE)
                for got in iter(partial(raw.acquire, True, timeout), None):  # noqa: B007
                    break
            self.told(site, bool(got), (WAITED if got else TIMED_OUT) if began else 0)
        except BaseException:
            if got:
                self.release()
            elif began:
                emit(ENDED, self.number, site, 0, 0, INTERRUPTED)
            raise
        return bool(got)

    def told(self, site: int, got: bool, flags: int) -> None:
        """Record what an attempt to acquire came to."""
        raise NotImplementedError

    def release(self) -> None:
        """Record the release, and do it."""
        raise NotImplementedError

    def mine(self) -> int:
        """FOREIGN when the calling thread is not the one that has it, as far as we know."""
        lane, count = self.holder
        self.holder = (0, 0)
        return 0 if (lane, count) == (lanes.here(), generation[0]) else FOREIGN


class _Lock(_Recorded):
    def told(self, site: int, got: bool, flags: int) -> None:
        if got:
            depth = self.raw._count() if self.deep else 1
            lane = emit(ACQUIRED, self.number, site, depth, 0, flags)
            self.holder = (lane, generation[0])
        else:
            emit(REFUSED, self.number, site, 0, 0, flags)

    def release(self) -> None:
        raw = self.raw
        if self.deep:
            if raw._is_mine():
                left = raw._count() - 1
                emit_here(RELEASED, self.number, left)
        elif raw._is_zero():
            emit_here(RELEASED, self.number, 0, 0, self.mine())
        raw.release()


class _Semaphore(_Recorded):
    def told(self, site: int, got: bool, flags: int) -> None:
        emit(PERMITTED if got else DENIED, self.number, site, value(self.raw), 0, flags)

    def release(self) -> None:
        raw = self.raw
        before = value(raw)
        if before < raw.maxvalue:
            emit_here(RETURNED, self.number, before + 1, 1)
        raw.release()


class _Role:
    """Acquires for an object that has the semaphore inside."""

    def __init__(self, raw: Any, number: int, operation: int, *, loops: bool) -> None:
        self.raw = raw
        self.number = number
        self.operation = operation
        self.loops = loops

    def acquire(self, block: Any = True, timeout: Any = None) -> bool:
        raw, number = self.raw, self.number
        if raw.acquire(False):
            return True
        if not block:
            return False
        if lanes.begin_wait(number):
            emit(BEGAN, number, caller_site(), nanoseconds(timeout), 0, self.operation)
        try:
            got = bool(raw.acquire(True, timeout))
        except BaseException:
            settle(number, INTERRUPTED)
            raise
        if not self.loops:
            settle(number, 0 if got else TIMED_OUT)
        return got


def value(raw: Any) -> int:
    """The counter now; 0 where the system does not tell it."""
    try:
        return int(raw._get_value())
    except NotImplementedError:
        return 0


def _init(original: Any, kinds: tuple[tuple[Any, str], ...]) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        frame = shared.maker(caller(), self)
        if frame is not None:
            kind = next(name for type_, name in kinds if isinstance(self, type_))
            number = shared.create(kind, frame, self, key(self))
            record(self, kind, number)
            if kind not in LOCKS:
                # The counter it begins with, so that it is known before the first acquire.
                emit_here(RETURNED, number, value(self._semlock))

    return __init__


def _setstate(original: Any) -> Any:
    def __setstate__(self: Any, state: Any) -> None:
        original(self, state)
        shared.built(self, key, record)

    return __setstate__


def _enter(original: Any) -> Any:
    def __enter__(self: Any) -> Any:
        return self.acquire() if MARK in self.__dict__ else original(self)

    return __enter__


def _exit(original: Any) -> Any:
    def __exit__(self: Any, *args: Any) -> Any:
        return self.release() if MARK in self.__dict__ else original(self, *args)

    return __exit__


def install(synchronize: Any) -> None:
    """Record all locks and semaphores; `multiprocessing.synchronize` is imported."""
    kinds = tuple(
        (getattr(synchronize, name), name)
        for name in ("BoundedSemaphore", "Semaphore", "RLock", "Lock")
    )
    semlock = synchronize.SemLock
    replace(semlock, "__init__", lambda original: _init(original, kinds))
    replace(semlock, "__setstate__", _setstate)
    replace(semlock, "__enter__", _enter)
    replace(semlock, "__exit__", _exit)
