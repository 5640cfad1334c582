"""Names of sync objects, found where they are made: `forks[2]`, `self._lock`."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import instructions
from .assignments import Follower
from .values import Found, Lost, Piece, Recipe

OUTERMOST = 3
"""How many callers to look at when the object is returned."""
LONGEST = 80
MOST_PLANNED = LONGEST - 10
STORES = {"STORE_FAST", "STORE_NAME", "STORE_GLOBAL", "STORE_DEREF"}

_recipes: dict[tuple[int, int], tuple[Any, Recipe | None]] = {}
_turns: dict[tuple[int, int], list[Any]] = {}
"""Place -> [frame, loop variable at the first turn, turns so far] of a running loop."""


def name_at(frame: Any) -> str:
    """What the object made at `frame` will be called, or nothing."""
    try:
        return _name(frame, 0)[:LONGEST]
    except Exception:
        # Code nobody foresaw: a missing name is better than a broken program.
        return ""


class Plan(NamedTuple):
    """A name that the place alone tells: words, perhaps with the turn of a loop behind them."""

    before: str
    counted: bool = False
    variable: int = -1
    """Which local variable of the frame tells the turns apart."""


def plan_at(frame: Any, name: str) -> Plan | None:
    """How the next objects made at `frame` will be called, if no value takes part in it.

    `name` is what the one just made there is called, the first of its loop if it is in one.
    """
    code = frame.f_code
    recipe = _recipe(code, frame.f_lasti)
    if recipe is None:
        return Plan("")
    if not recipe.pieces:
        return None
    *words, last = recipe.pieces
    if any(piece.kind != "text" for piece in words):
        return None
    if last.kind == "text":
        return None if recipe.returned else Plan(name)
    if last.kind != "count" or (recipe.returned and not _is_one_thing(frame)):
        return None
    names, variable = code.co_varnames, last.text
    if variable not in names or variable in code.co_cellvars or not name.endswith("[0]"):
        return None
    return Plan(name[:-3], True, names.index(variable)) if len(name) < MOST_PLANNED else None


def _is_one_thing(frame: Any) -> bool:
    """Whether what the comprehension `frame` makes has one name every time.

    A generator's turns may be asked for from anywhere, and what they become differs.
    """
    if frame.f_code.co_name not in {"<listcomp>", "<setcomp>"} or frame.f_back is None:
        return False
    outer = _recipe(frame.f_back.f_code, frame.f_back.f_lasti)
    if outer is None or outer.returned:
        return False
    return all(piece.kind == "text" for piece in outer.pieces)


def pair_at(frame: Any) -> tuple[str, str]:
    """What the two objects that a call at `frame` returns will be called, or nothing."""
    code, rows = frame.f_code, instructions.read(frame.f_code)
    try:
        # In 3.11 and 3.12 the frame is at one of the caches behind its call.
        call = next(one for one in rows.values() if one.offset <= frame.f_lasti < one.after)
        unpack = rows[call.after]
        first = rows[unpack.after]
        if unpack.name != "UNPACK_SEQUENCE" or unpack.argument != 2:
            return "", ""
        if first.name == "STORE_FAST_STORE_FAST":
            return instructions.pair(code, first)
        second = rows[first.after]
        if first.name in STORES and second.name in STORES:
            return instructions.variable(code, first), instructions.variable(code, second)
    except Exception:
        pass  # as above
    return "", ""


def _name(frame: Any, depth: int) -> str:
    recipe = _recipe(frame.f_code, frame.f_lasti)
    if recipe is None:
        return ""
    pieces, returned = recipe
    if len(pieces) == 1:
        text = _piece(pieces[0], frame)
    else:
        text = "".join([_piece(piece, frame) for piece in pieces])
    if not returned:
        return text
    back = frame.f_back
    if back is None or depth >= OUTERMOST:
        return ""
    outer = _name(back, depth + 1)
    return outer + text if outer else ""


def _recipe(code: Any, offset: int) -> Recipe | None:
    try:
        return _recipes[id(code), offset][1]
    except KeyError:
        recipe: Recipe | None
        try:
            recipe = Follower(code, offset).recipe()
        except Found as found:
            recipe = Recipe(found.pieces)
        except (Lost, LookupError):
            recipe = None
        if recipe is not None and all(piece.kind == "text" for piece in recipe.pieces):
            text = "".join([str(piece.text) for piece in recipe.pieces])
            recipe = Recipe((Piece("text", text),), recipe.returned)
        _recipes[id(code), offset] = (code, recipe)  # the code kept alive: its id is the key
        return recipe


def _piece(piece: Any, frame: Any) -> str:
    kind, text = piece
    if kind == "text":
        return str(text)
    if kind == "variable":
        value = _variable(frame, text)
        return repr(value) if isinstance(value, (int, str)) else str(text)
    if kind == "length":
        container = _variable(frame, text)
        return f"[{len(container)}]" if isinstance(container, (list, tuple)) else ""
    return f"[{_turn(frame, text)}]"


def _turn(frame: Any, loop_variable: str) -> int:
    """The turn of the loop that makes the object: its index in the list that grows."""
    place = (id(frame.f_code), frame.f_lasti)
    value = _variable(frame, loop_variable)
    turns = _turns.get(place)
    if turns is None or turns[0] != id(frame) or turns[1] == value:
        turns = _turns[place] = [id(frame), value, 0]
    else:
        turns[2] += 1
    return int(turns[2])


def _variable(frame: Any, path: str) -> Any:
    """The value of a variable, or of an attribute in an instance's own dictionary."""
    values = frame.f_locals
    if path in values:
        return values[path]
    first, *attributes = path.split(".")
    value = values[first] if first in values else frame.f_globals.get(first)
    for attribute in attributes:
        value = getattr(value, "__dict__", {}).get(attribute)
    return value
