"""Sync objects: what threads meet at, as small numbers with a kind and a name."""

from __future__ import annotations

import itertools
from typing import Any

from .definitions import define
from .names import name_at
from .sites import site_of, user_frame

_numbers = itertools.count(1)


def create(kind: str, frame: Any, made: Any = None, *, owner: int = 0, name: str = "") -> int:
    """Define a sync object that the program makes at `frame`; return its number.

    `made` is the object itself where it is under construction: the frames of its own
    `__init__` (a subclass of the program's) are not where it is made.
    """
    frame = user_frame(frame)
    while frame is not None and made is not None and _constructs(frame, made):
        frame = user_frame(frame.f_back)
    number = next(_numbers)
    if not name and frame is not None:
        name = name_at(frame)
    define(
        "object",
        {
            "id": number,
            "kind": kind,
            "name": name or None,
            "site": site_of(frame) if frame is not None else 0,
            "owner": owner,
        },
    )
    return number


def _constructs(frame: Any, made: Any) -> bool:
    code = frame.f_code
    if code.co_name not in {"__init__", "__new__"} or not code.co_varnames:
        return False
    return frame.f_locals.get(code.co_varnames[0]) is made
