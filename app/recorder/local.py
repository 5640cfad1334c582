"""Locals: `threading.local`, where each thread has its own values under one name."""

from __future__ import annotations

import _thread
from typing import Any

from . import objects
from .ring import emit_here
from .sites import caller, is_inner
from .vocabulary import events

SET: int = events.LOCAL_SET

real: Any = _thread._local


class local(real):  # type: ignore[misc]
    __slots__ = ("_threadline",)
    __doc__ = real.__doc__

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Any:
        made = real.__new__(cls, *args, **kwargs)
        frame = caller()
        number = 0
        if not is_inner(frame.f_code.co_filename):
            number = objects.create("local", frame, made)
        local._threadline.__set__(made, number)  # the slot: shared by all threads
        return made

    def __setattr__(self, name: str, value: Any) -> None:
        number = self._threadline
        if number:
            emit_here(SET, number)
        real.__setattr__(self, name, value)

    def __reduce_ex__(self, protocol: Any) -> Any:
        if type(self) is local:
            return real().__reduce_ex__(protocol)
        return real.__reduce_ex__(self, protocol)


local.__module__ = "_thread"
local.__name__ = local.__qualname__ = "_local"


def install(threading: Any) -> None:
    """Record every `threading.local` made from now on."""
    threading.local = _thread._local = local  # type: ignore[misc]
