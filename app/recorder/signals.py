"""Signals: when a handler of the program is called, and for which signal."""

from __future__ import annotations

from typing import Any

from .disguise import disguise, replace
from .ring import emit
from .vocabulary import events

RECEIVED: int = events.SIGNAL_RECEIVED

_originals: dict[Any, Any] = {}


def _recording(handler: Any) -> Any:
    def handle(number: int, frame: Any) -> Any:
        emit(RECEIVED, 0, 0, int(number))
        return handler(number, frame)

    disguise(handle, handler)
    _originals[handle] = handler
    return handle


def _signal(original: Any) -> Any:
    def signal(signalnum: Any, handler: Any) -> Any:
        # Handlers.SIG_DFL and SIG_IGN are enums of integers: not callable.
        before = original(signalnum, _recording(handler) if callable(handler) else handler)
        return _originals.pop(before, before)

    return signal


def _getsignal(original: Any) -> Any:
    def getsignal(signalnum: Any) -> Any:
        handler = original(signalnum)
        return _originals.get(handler, handler)

    return getsignal


def install(signal: Any) -> None:
    """Record the handlers that are set from now on; `signal` has just been imported."""
    replace(signal, "signal", _signal)
    replace(signal, "getsignal", _getsignal)
