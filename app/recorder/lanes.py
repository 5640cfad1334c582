"""Lanes: one per thread, known by the thread's ident while it lives.

An ident is used again by the system when its thread is gone; a lane never is.
"""

from __future__ import annotations

import itertools
import sys
from _thread import get_ident
from typing import Any

from .compiled import native
from .definitions import define
from .vocabulary import events

try:
    from _thread import get_native_id
except ImportError:  # pragma: no cover - platforms without native ids

    def get_native_id() -> int:
        return 0


MAIN = 1

of_thread: dict[int, int] = {}
"""Thread ident -> lane."""
_waits: dict[int, int] = {}
"""Lane -> the object of the wait it has begun and not yet ended."""
rows: dict[int, dict[str, Any]] = {}

_numbers = itertools.count(MAIN)


def create(
    name: str, *, daemon: bool = False, parent: int = 0, site: int = 0, object: int = 0
) -> int:
    """Define a lane that no thread runs yet."""
    lane = next(_numbers)
    rows[lane] = {
        "id": lane,
        "name": name,
        "native": 0,
        "daemon": daemon,
        "parent": parent,
        "site": site,
        "object": object,
    }
    define("lane", rows[lane])
    return lane


def enter(lane: int) -> None:
    """The calling thread runs `lane` from now on."""
    of_thread[get_ident()] = lane
    if native is not None:
        native.enter_lane(lane)
    rows[lane]["native"] = get_native_id()
    define("lane", rows[lane])


def leave(lane: int) -> None:
    """The calling thread ends."""
    if of_thread.get(get_ident()) == lane:
        del of_thread[get_ident()]
        if native is not None:
            native.leave_lane()
    rows.pop(lane, None)
    _waits.pop(lane, None)


def rename(lane: int, name: str) -> None:
    """The thread has another name now."""
    row = rows.get(lane)
    if row is not None and row["name"] != name:
        row["name"] = name
        define("lane", row)


def adopt() -> int:
    """A lane for a thread that was not started through `threading`."""
    ident = get_ident()
    threading: Any = sys.modules.get("threading")
    # Read `_active` itself: current_thread() would make a dummy thread, which is seen.
    thread = threading._active.get(ident) if threading is not None else None
    name = getattr(thread, "_name", None) or f"Dummy-{get_native_id()}"
    lane = create(name, daemon=True)
    enter(lane)
    return lane


def here() -> int:
    """The lane of the calling thread."""
    try:
        return of_thread[get_ident()]
    except KeyError:
        return adopt()


def begin_wait(number: int) -> bool:
    """Note that the calling thread waits for an object; False when it did already."""
    lane = here()
    if _waits.get(lane) == number:
        return False
    _waits[lane] = number
    return True


def end_wait(number: int) -> int:
    """WAITED when the calling thread's open wait is for that object; it ends now."""
    lane = here()
    if _waits.get(lane) == number:
        del _waits[lane]
        return int(events.WAITED)
    return 0


def is_waiting() -> bool:
    """Whether the calling thread has begun a wait."""
    return here() in _waits


def restart(name: str) -> None:
    """After a fork: only the calling thread is left, and it is the main lane."""
    global _numbers
    _numbers = itertools.count(MAIN)
    of_thread.clear()
    _waits.clear()
    rows.clear()
    enter(create(name))


if native is not None:
    native.connect(here=here)
    here, begin_wait, end_wait = native.lane, native.begin_wait, native.end_wait
