"""Conditions, events and barriers between processes.

Each is made of semaphores, and one of them is where everybody waits: a wait there is a
wait of the whole object. Who was woken by which notification cannot be told, for a
semaphore hands out no tickets; the timeline draws only what leaves no choice.
"""

from __future__ import annotations

from typing import Any

from . import semlocks, shared
from .disguise import replace
from .ring import emit_here
from .sites import caller
from .vocabulary import events

NOTIFIED: int = events.CONDITION_NOTIFIED
SET: int = events.EVENT_SET
CLEARED: int = events.EVENT_CLEARED
OP_WAIT: int = events.OP_WAIT
OP_BARRIER: int = events.OP_BARRIER

MARK = "_threadline"


def _place(condition: Any) -> Any:
    """The semaphore at which a condition's waiters wait."""
    return condition._wait_semaphore


def condition_key(condition: Any) -> str:
    return shared.inside(semlocks.key(_place(condition)))


def event_key(event: Any) -> str:
    return shared.inside(semlocks.key(event._flag))


def barrier_key(barrier: Any) -> str:
    return shared.inside(condition_key(barrier._cond))


def sleepers(condition: Any) -> int:
    """How many wait now; exact while the condition's lock is held, as it is to notify."""
    counts = (condition._sleeping_count, condition._woken_count)
    slept, woke = (semlocks.value(each._semlock) for each in counts)
    return max(slept - woke, 0)


def _record_condition(condition: Any, kind: str, number: int) -> None:
    condition.__dict__[MARK] = number
    semlocks.give_role(_place(condition), number, OP_WAIT)


def _record_event(event: Any, kind: str, number: int) -> None:
    event.__dict__[MARK] = number
    semlocks.give_role(_place(event._cond), number, OP_WAIT)


def _record_barrier(barrier: Any, kind: str, number: int) -> None:
    barrier.__dict__[MARK] = number
    semlocks.give_role(_place(barrier._cond), number, OP_BARRIER, loops=True)


def _condition_init(original: Any) -> Any:
    def __init__(self: Any, lock: Any = None, **context: Any) -> None:
        original(self, lock, **context)
        frame = shared.maker(caller(), self)
        if frame is None:
            return
        number = shared.create("Condition", frame, self, condition_key(self))
        _record_condition(self, "Condition", number)
        if lock is None:
            key = semlocks.key(self._lock)
            inner = shared.create("RLock", frame, self, key, owner=number, suffix="._lock")
            semlocks.record(self._lock, "RLock", inner)
            self._make_methods()

    return __init__


def _condition_setstate(original: Any) -> Any:
    def __setstate__(self: Any, state: Any) -> None:
        original(self, state)
        shared.built(self, condition_key, _record_built_condition)

    return __setstate__


def _record_built_condition(condition: Any, kind: str, number: int) -> None:
    """Its lock was built before it, and is recorded by now if it is the program's."""
    _record_condition(condition, kind, number)
    condition._make_methods()


def _notify(original: Any) -> Any:
    def notify(self: Any, n: int = 1) -> None:
        number = self.__dict__.get(MARK)
        if number and self._lock._semlock._is_mine():
            emit_here(NOTIFIED, number, min(n, sleepers(self)))
        original(self, n)

    return notify


def _event_init(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **context: Any) -> None:
        original(self, *args, **context)
        frame = shared.maker(caller(), self)
        if frame is not None:
            number = shared.create("Event", frame, self, event_key(self))
            _record_event(self, "Event", number)

    return __init__


def _event_setstate(self: Any, state: Any) -> None:
    """As every object without this method is built; then ours."""
    self.__dict__.update({name: value for name, value in state.items() if name != MARK})
    shared.built(self, event_key, _record_event)


def _set(original: Any) -> Any:
    def set(self: Any) -> None:
        number = self.__dict__.get(MARK)
        if number:
            emit_here(SET, number, sleepers(self._cond))
        original(self)

    return set


def _clear(original: Any) -> Any:
    def clear(self: Any) -> None:
        number = self.__dict__.get(MARK)
        if number:
            emit_here(CLEARED, number)
        original(self)

    return clear


def _barrier_init(original: Any) -> Any:
    def __init__(self: Any, parties: int, *args: Any, **context: Any) -> None:
        original(self, parties, *args, **context)
        frame = shared.maker(caller(), self)
        if frame is not None:
            number = shared.create("Barrier", frame, self, barrier_key(self))
            _record_barrier(self, "Barrier", number)

    return __init__


def _barrier_setstate(original: Any) -> Any:
    def __setstate__(self: Any, state: Any) -> None:
        original(self, state)
        if self._cond is not None:
            shared.built(self, barrier_key, _record_barrier)

    return __setstate__


def install(synchronize: Any) -> None:
    """Record all of them; `multiprocessing.synchronize` is imported.

    What a barrier does beyond waiting it inherits from `threading.Barrier`, as recorded.
    """
    condition, event = synchronize.Condition, synchronize.Event
    replace(condition, "__init__", _condition_init)
    replace(condition, "__setstate__", _condition_setstate)
    replace(condition, "notify", _notify)
    replace(event, "__init__", _event_init)
    event.__setstate__ = _event_setstate
    replace(event, "set", _set)
    replace(event, "clear", _clear)
    replace(synchronize.Barrier, "__init__", _barrier_init)
    replace(synchronize.Barrier, "__setstate__", _barrier_setstate)
