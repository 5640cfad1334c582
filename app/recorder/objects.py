"""Sync objects: what threads meet at, as small numbers with a kind and a name.

A name is what the program wrote (`self.lock`). When a second object would have the same
one, both are told apart by what the program calls their owners: `savings.lock` and
`current.lock`.
"""

from __future__ import annotations

import itertools
from typing import Any, Callable

from . import definitions
from .compiled import native
from .definitions import define, define_object
from .names import name_at, plan_at
from .sites import program_frame, site_of, user_frame

OWNER = "self."
HAS_PARTS = {"Condition"}
"""Kinds that name their parts after themselves; names of others are not kept."""
CONSTRUCTORS = {"__init__", "__new__"}
COMPREHENSIONS = {"<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>"}

next_number: Callable[[], int] = itertools.count(1).__next__ if native is None else native.number
_names: dict[int, str] = {}
_first: dict[str, tuple[dict[str, Any], str]] = {}
"""Written name -> the first object of that name, and its longer name or nothing."""


def create(
    kind: str,
    frame: Any,
    made: Any = None,
    *,
    owner: int = 0,
    name: str = "",
    suffix: str = "",
    shared: str = "",
) -> int:
    """Define a sync object that the program makes at `frame`; return its number.

    `made` is the object itself where it is under construction: the frames of its own
    `__init__` (a subclass of the program's) are not where it is made. An object that is
    part of its `owner` may be named after it with a `suffix`. What other processes know
    too is told by its `shared` keys.
    """
    frame = user_frame(frame)
    while frame is not None and made is not None and _constructs(frame, made):
        frame = user_frame(frame.f_back)
    longer = ""
    if suffix:
        name = _names.get(owner, "") and _names[owner] + suffix
    elif frame is not None:
        name = name or name_at(frame)
        if name.startswith(OWNER):
            longer = _longer(frame, name)
    number = next_number()
    site = site_of(frame) if frame is not None else 0
    if not (shared or longer or kind in HAS_PARTS or name.startswith(OWNER)):
        define_object(number, kind, name, site, owner)
        return number
    row: dict[str, Any] = {
        "id": number,
        "kind": kind,
        "name": name or None,
        "site": site,
        "owner": owner,
    }
    if shared:
        row["shared"] = shared
    if longer and name in _first:
        _tell_apart(name)
        row["name"] = longer
    elif name.startswith(OWNER):
        _first[name] = (row, longer)
    if kind in HAS_PARTS:
        _names[number] = row["name"] or ""
    define("object", row)
    return number


def create_here(kind: str, made: Any) -> int:
    """The same where the program is now, for what it makes by the thousand."""
    if native is not None:
        again: int = native.create_again(kind, definitions.descriptor)
        if again:
            return again
    frame, site = program_frame()
    if frame is None or frame.f_code.co_name in CONSTRUCTORS:
        return create(kind, frame, made)
    name = name_at(frame)
    if name.startswith(OWNER):
        return create(kind, frame, made, name=name)  # there may be another of that name
    number = next_number()
    define_object(number, kind, name, site, 0)
    if native is not None:
        _plan(kind, frame, site, name)
    return number


def _plan(kind: str, frame: Any, site: int, name: str) -> None:
    """What is made there again needs nobody to ask for its name, where the place tells it."""
    plan = plan_at(frame, name)
    if plan is not None:
        before, after = definitions.object_row(kind, plan.before, plan.counted, site)
        native.plan(site, kind, before, after, plan.variable)


def _tell_apart(name: str) -> None:
    row, longer = _first[name]
    if longer and row["name"] != longer:
        row["name"] = longer
        define("object", row)


def _longer(frame: Any, name: str) -> str:
    """The name with what the program calls the instance that `frame` initialises."""
    while frame.f_code.co_name in COMPREHENSIONS and frame.f_back is not None:
        frame = frame.f_back
    if frame.f_code.co_name != "__init__":
        return ""
    made = frame.f_locals.get("self")
    outer = user_frame(frame.f_back)
    while outer is not None and _constructs(outer, made):
        outer = user_frame(outer.f_back)
    owner = name_at(outer) if outer is not None else ""
    return owner + name[len(OWNER) - 1 :] if owner else ""


def _constructs(frame: Any, made: Any) -> bool:
    code = frame.f_code
    if code.co_name not in CONSTRUCTORS or not code.co_varnames:
        return False
    return frame.f_locals.get(code.co_varnames[0]) is made
