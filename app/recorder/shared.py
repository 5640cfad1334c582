"""Shared objects: what several processes know, by keys that are the same in each of them.

A semaphore has the name by which it is opened, a pipe the number of its file. A fork
inherits objects with all that is known of them. A spawned process builds its own from a
pickle, which does not say what the program made and what the library made for itself: a
queue's inner lock comes as a lock. So the Process object, which is pickled with them,
carries the table of the program's objects; what was built waits until that is read.
"""

from __future__ import annotations

import itertools
import os
from typing import Any, Callable

from . import objects
from .sites import is_inner

TABLE = "_threadline_shared"
"""Attribute of a Process: what a child that is not a fork must know of shared objects."""

table: dict[str, str] = {}
"""Key -> kind, of all objects of the program that it shares or may share."""
_unresolved: list[tuple[Any, Callable[[Any], str], Callable[[Any, str, int], None]]] = []
_numbers = itertools.count(1)
expecting = [False]
"""Whether this process is being built from a pickle."""

PASSED_OVER = ("context.py", "synchronize.py", "sharedctypes.py", "__init__.py", "queues.py")


def maker(frame: Any, made: Any) -> Any:
    """The frame of the program that makes the object; None when the library does.

    `multiprocessing.Lock()` and its kin pass through some functions of the library; the
    lock of a `Value` is the program's.
    """
    while frame is not None and is_inner(frame.f_code.co_filename):
        through = os.path.basename(frame.f_code.co_filename) in PASSED_OVER
        if not through or (frame.f_code.co_name == "__init__" and not _makes(frame, made)):
            return None
        frame = frame.f_back
    return frame


def _makes(frame: Any, made: Any) -> bool:
    return frame.f_locals.get("self") is made


def create(kind: str, frame: Any, made: Any, *keys: str, **more: Any) -> int:
    """Define an object that other processes may come to know; a key is made if it has none."""
    known = [key for key in keys if key] or [f"{os.getpid()}.{next(_numbers)}"]
    for key in known:
        table[key] = kind
    return objects.create(kind, frame, made, shared=" ".join(known), **more)


def inside(key: str) -> str:
    """The key of an object that has the semaphore with this key inside."""
    return f"with:{key}" if key else ""


def built(made: Any, key: Callable[[Any], str], record: Callable[[Any, str, int], None]) -> None:
    """An object was built from a pickle: `record(made, kind, number)` if the program made it."""
    if expecting[0]:
        _unresolved.append((made, key, record))


def carry(process: Any) -> None:
    """Let the process that is about to start know the table."""
    process.__dict__[TABLE] = dict(table)


def resolve(process: Any) -> None:
    """In the new process: tell the program's objects from the library's."""
    table.update(process.__dict__.pop(TABLE, None) or {})
    for made, key, record in _unresolved:
        name = key(made)
        if name in table:
            kind = table[name]
            number = objects.create(kind, None, made, shared=name)
            record(made, kind, number)
    _unresolved.clear()
    expecting[0] = False
