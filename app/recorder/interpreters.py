"""Interpreters: which thread is in which interpreter of its process, from 3.14 on.

A thread that calls into another interpreter leaves ours, and its GIL, until it is back. We
are not in there, so what it does inside is known from outside only, and threads that the
other interpreter starts are not seen at all. What is certain is that it is inside: that is
told as its possession of the interpreter. Of several threads in one, the first one's is.
"""

from __future__ import annotations

import sys
from typing import Any

from . import objects
from .disguise import built_in
from .ring import emit
from .sites import caller, caller_site
from .vocabulary import events

ENTERED: int = events.LOCK_ACQUIRED
LEFT: int = events.LOCK_RELEASED

WAYS_IN = ("call", "exec", "run_func", "run_string")

_numbers: dict[int, int] = {}
"""Id of an interpreter -> its object."""
_inside: set[int] = set()
"""Interpreters of which it has been told that a thread is inside."""


def _object(identity: int, frame: Any) -> int:
    try:
        return _numbers[identity]
    except KeyError:
        name = f"interpreter {identity}"
        number = _numbers[identity] = objects.create("Interpreter", frame, name=name)
        return number


def _entering(original: Any) -> Any:
    def enter(id: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(id, int) or id in _inside:
            return original(id, *args, **kwargs)
        number = _object(id, caller())
        _inside.add(id)
        emit(ENTERED, number, caller_site(), 1)
        try:
            return original(id, *args, **kwargs)
        finally:
            emit(LEFT, number)
            _inside.discard(id)

    return enter


def install(module: Any) -> None:
    """Record calls into interpreters; `concurrent.interpreters` is imported."""
    low = sys.modules["_interpreters"]
    for name in WAYS_IN:
        original = getattr(low, name, None)
        if original is not None:
            setattr(low, name, built_in(_entering(original), original))
