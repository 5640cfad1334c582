"""Events: `threading.Event`, who set it, who cleared it, who waited."""

from __future__ import annotations

from typing import Any

from . import objects, threads
from .conditions import give_role
from .disguise import replace
from .ring import emit_here
from .sites import caller, is_inner
from .vocabulary import events

SET: int = events.EVENT_SET
CLEARED: int = events.EVENT_CLEARED
OP_WAIT: int = events.OP_WAIT

MARK = "_threadline"


def _init(original: Any) -> Any:
    def __init__(self: Any) -> None:
        original(self)
        frame = caller()
        if not is_inner(frame.f_code.co_filename):
            record(self, objects.create("Event", frame, self))

    return __init__


def record(event: Any, number: int) -> None:
    """`event` is the sync object `number`."""
    event.__dict__[MARK] = number
    give_role(event._cond, number, OP_WAIT)


def _set(original: Any) -> Any:
    def set(self: Any) -> None:
        number = self.__dict__.get(MARK)
        if number is not None:
            emit_here(SET, number, len(self._cond._waiters))
        original(self)

    return set


def _clear(original: Any) -> Any:
    def clear(self: Any) -> None:
        number = self.__dict__.get(MARK)
        if number is not None:
            emit_here(CLEARED, number)
        original(self)

    return clear


def _timer_init(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        # A Timer's sleep is a wait for the event that `cancel` sets.
        mark = threads.known(self, type(self), caller())
        number = objects.create(
            "Event", caller(), self, owner=mark[0], name=f"{self._name}.finished"
        )
        record(self.finished, number)

    return __init__


def install(threading: Any) -> None:
    """Record every `threading.Event` made from now on."""
    event = threading.Event
    replace(event, "__init__", _init)
    replace(event, "set", _set)
    replace(event, "clear", _clear)
    replace(threading.Timer, "__init__", _timer_init)
