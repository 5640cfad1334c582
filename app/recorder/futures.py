"""Futures: who waits for a result, and who brought it."""

from __future__ import annotations

from typing import Any

from . import objects
from .compiled import native
from .conditions import give_role
from .disguise import replace
from .marks import marked
from .ring import emit, emit_here, ticket
from .sites import caller_site
from .vocabulary import events

RESOLVED: int = events.FUTURE_RESOLVED
CALLED_BACK: int = events.FUTURE_CALLED_BACK
CANCELLED: int = events.TASK_CANCELLED
OP_RESULT: int = events.OP_RESULT

CANCELLED_STATES = {"CANCELLED", "CANCELLED_AND_NOTIFIED"}
DONE = CANCELLED_STATES | {"FINISHED"}
"""States of a future that its methods tell of, which would take its lock to tell."""


def number_of(future: Any) -> int:
    """The sync object of `future`."""
    role = marked(future._condition)
    return role.number if role is not None else 0


def _init(original: Any) -> Any:
    def __init__(self: Any) -> None:
        original(self)
        number = objects.create_here("Future", self)
        give_role(self._condition, number, OP_RESULT)

    return __init__


def _set_result(original: Any) -> Any:
    def set_result(self: Any, result: Any) -> None:
        _resolve(self)
        original(self, result)

    return set_result


def _set_exception(original: Any) -> Any:
    def set_exception(self: Any, exception: Any) -> None:
        _resolve(self)
        original(self, exception)

    return set_exception


def _resolve(future: Any) -> None:
    role = marked(future._condition)
    if role is None or future._state in DONE:
        return
    role.ticket = ticket()
    for waiter in future._waiters:
        inside = marked(waiter.event._cond)
        if inside is not None:
            inside.ticket = role.ticket
    emit(RESOLVED, role.number, caller_site(3), 0, role.ticket)


if native is not None:
    _resolve = native.resolve


def _cancel(original: Any) -> Any:
    def cancel(self: Any) -> bool:
        before = self.cancelled()
        cancelled = bool(original(self))
        if cancelled and not before:
            emit_here(CANCELLED, number_of(self))
        return cancelled

    return cancel


def _invoke_callbacks(original: Any) -> Any:
    def _invoke_callbacks(self: Any) -> None:
        if self._done_callbacks:
            count = len(self._done_callbacks)
            emit_here(CALLED_BACK, number_of(self), count)
        original(self)

    return _invoke_callbacks


def _create_and_install_waiters(original: Any) -> Any:
    def _create_and_install_waiters(fs: Any, return_when: Any) -> Any:
        # `wait` and `as_completed` wait for several futures at once: shown as a wait
        # for the first of them that is not done.
        waiter = original(fs, return_when)
        pending = next((future for future in fs if not future.done()), None)
        if pending is not None:
            give_role(waiter.event._cond, number_of(pending), OP_RESULT)
        return waiter

    return _create_and_install_waiters


def install(base: Any) -> None:
    """Record every Future made from now on; `concurrent.futures._base` is imported."""
    future = base.Future
    replace(future, "__init__", _init)
    replace(future, "set_result", _set_result)
    replace(future, "set_exception", _set_exception)
    replace(future, "cancel", _cancel)
    replace(future, "_invoke_callbacks", _invoke_callbacks)
    replace(base, "_create_and_install_waiters", _create_and_install_waiters)
