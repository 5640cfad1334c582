"""Conditions: who waits for a notification, and whose notification ended the wait.

A thread waits at a lock of its own, made inside `Condition.wait`; whoever notifies
releases that lock. So the release of it *is* the wake-up, and carries a ticket to the
wait that it ends.

Semaphore, Event, Barrier, Queue and Future are conditions inside. Theirs have a role:
a wait there is a wait of the outer object, and no more is recorded of it.
"""

from __future__ import annotations

from _thread import get_ident
from typing import Any

from . import lanes, locks, objects, rlocks
from .compiled import native
from .disguise import replace
from .marks import mark, marked
from .ring import emit, emit_here, nanoseconds, ticket
from .sites import called_inside, caller, caller_site
from .vocabulary import events

BEGAN: int = events.WAIT_BEGAN
ENDED: int = events.WAIT_ENDED
NOTIFIED: int = events.CONDITION_NOTIFIED
OP_WAIT: int = events.OP_WAIT
TIMED_OUT: int = events.TIMED_OUT
INTERRUPTED: int = events.INTERRUPTED

_waiting_at: dict[int, int] = {}
"""Lane -> the condition of the program whose `wait` it is about to enter."""


class Role:
    """What a condition is to the program: itself, or the inside of another object.

    `loops`: the owner waits in a loop and says itself when the wait is over.
    """

    __slots__ = ("inner", "loops", "number", "operation", "ticket")

    def __init__(
        self, number: int, operation: int = OP_WAIT, *, inner: bool = False, loops: bool = False
    ) -> None:
        self.number = number
        self.operation = operation
        self.inner = inner
        self.loops = loops
        self.ticket = 0


class Waiter:
    """The lock that one thread waits at inside `Condition.wait`."""

    __slots__ = ("armed", "number", "raw", "ticket")

    def __init__(self, number: int) -> None:
        self.number = number
        self.raw = locks.real()
        self.armed = False
        self.ticket = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if not self.armed:
            self.armed = True
            return bool(self.raw.acquire())
        number, site = self.number, caller_site()
        limit = nanoseconds(timeout) if blocking and timeout != -1 else -1 if blocking else 0
        emit(BEGAN, number, site, limit, 0, OP_WAIT)
        try:
            got = self.raw.acquire(blocking, timeout)
        except BaseException:
            emit(ENDED, number, site, 0, self.ticket, INTERRUPTED)
            raise
        emit(ENDED, number, site, 0, self.ticket if got else 0, 0 if got else TIMED_OUT)
        return bool(got)

    def release(self) -> None:
        if self.raw.locked():
            self.ticket = number = ticket()
            emit_here(NOTIFIED, self.number, 1, number)
        self.raw.release()


def give_role(condition: Any, number: int, operation: int, loops: bool = False) -> Role:
    """From now on waits at `condition` are waits of the object `number`."""
    role = Role(number, operation, inner=True, loops=loops)
    mark(condition, role)
    locks.belongs(condition._lock, number)
    return role


def settle(number: int, flags: int = 0, link: int = 0, site: int = 0) -> None:
    """End the wait on `number` that the calling thread has begun, if it has one."""
    if lanes.end_wait(number):
        emit(ENDED, number, site, 0, link, flags)


def _init(original: Any) -> Any:
    def __init__(self: Any, lock: Any = None) -> Any:
        if called_inside():
            return original(self, lock)
        frame: Any = caller()
        number = objects.create("Condition", frame, self)
        if lock is None:
            lock = rlocks.make(rlocks.real(), frame, owner=number, suffix="._lock")
        original(self, lock)
        mark(self, Role(number))
        return None

    return __init__


def _wait(original: Any) -> Any:
    def wait(self: Any, timeout: float | None = None) -> bool:
        role = marked(self)
        if role is None:
            return bool(original(self, timeout))
        if role.inner:
            return _wait_inside(self, timeout, role, original)
        about_to_wait(role.number)
        try:
            return bool(original(self, timeout))
        finally:
            about_to_wait(0)

    return wait


def _wait_inside(condition: Any, timeout: Any, role: Role, original: Any) -> bool:
    number = role.number
    if lanes.begin_wait(number):
        site = caller_site(3)
        emit(BEGAN, number, site, nanoseconds(timeout), 0, role.operation)
    try:
        got = original(condition, timeout)
    except BaseException:
        settle(number, INTERRUPTED)
        raise
    if not role.loops:
        settle(number, 0 if got else TIMED_OUT, role.ticket if got else 0)
    return bool(got)


def _notify(original: Any) -> Any:
    def notify(self: Any, n: int = 1) -> Any:
        role = marked(self)
        if role is not None and not role.inner and not self._waiters and self._is_owned():
            emit_here(NOTIFIED, role.number)
        return original(self, n)

    return notify


def _is_owned(original: Any) -> Any:
    def _is_owned(self: Any) -> bool:
        # The original tries the lock; that try is not the program's.
        lock = self._lock
        return lock.locked() if isinstance(lock, locks.lock) else bool(original(self))

    return _is_owned


def about_to_wait(number: int) -> None:
    """The calling thread is about to wait for that condition of the program; 0: it was."""
    _waiting_at[lanes.here()] = number


def make_waiter() -> Any:
    """What `threading` calls for a lock to wait at."""
    number = _waiting_at.get(lanes.of_thread.get(get_ident(), 0))
    return Waiter(number) if number else locks.real()


if native is not None:
    about_to_wait, make_waiter = native.about_to_wait, native.make_waiter
    give_role = native.give_role


def install(threading: Any) -> None:
    """Record every `threading.Condition` made from now on."""
    condition = threading.Condition
    replace(condition, "__init__", _init)
    replace(condition, "wait", _wait)
    replace(condition, "notify", _notify)
    replace(condition, "_is_owned", _is_owned)
    threading._allocate_lock = make_waiter
