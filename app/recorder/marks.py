"""Marks: what we know of an object of the library, kept in that object.

The compiled way does not make the object's dictionary, which asking for `__dict__` does.
"""

from __future__ import annotations

from typing import Any

from .compiled import native

MARK = "_threadline"
"""The attribute; `vars()` of a Condition, Event, Queue or Thread shows it."""


def mark(thing: Any, value: Any) -> None:
    """Keep `value` in `thing`, whatever the class of the program says of attributes."""
    thing.__dict__[MARK] = value


def marked(thing: Any) -> Any:
    """Return what is kept in `thing`, or None."""
    return thing.__dict__.get(MARK)


if native is not None:
    mark, marked = native.mark, native.marked
