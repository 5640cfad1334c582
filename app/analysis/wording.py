"""The wording of findings: how a sentence names threads, objects, places and times."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from app.timeline.timeline import Timeline

MOST_NAMES = 4
PLURALS = {"process": "processes"}


def lane_name(timeline: Timeline, lane: int) -> str:
    """The thread's name; with its process when another lane has the same name."""
    row = timeline.lanes.get(lane)
    if row is None:
        return "an unknown thread"
    name = row.name or f"thread {row.id}"
    if any(other.name == row.name and other.id != lane for other in timeline.lanes.values()):
        process = timeline.processes.get(row.process)
        return f"{name} (of {process.name or process.pid})" if process else name
    return name


def lane_names(timeline: Timeline, lanes: Iterable[int]) -> str:
    """The threads' names as a list in a sentence, in order of appearance; not too many."""
    names = [lane_name(timeline, lane) for lane in sorted(lanes)]
    if len(names) > MOST_NAMES + 1:
        names[MOST_NAMES:] = [f"{len(names) - MOST_NAMES} more"]
    return listed(names)


def object_name(timeline: Timeline, object_id: int) -> str:
    """Kind and name of the object; where it was made, if it has no name."""
    row = timeline.objects.get(object_id)
    if row is None:
        return "an unknown object"
    if row.name:
        return f"{row.kind} {row.name}"
    place = place_name(timeline, row.site)
    return f"the {row.kind} made at {place}" if place else f"{row.kind} {row.id}"


def place_name(timeline: Timeline, site: int) -> str:
    """File and line; nothing, if the site is not known."""
    row = timeline.sites.get(site)
    file = timeline.files.get(row.file) if row else None
    return f"{PurePath(file.path).name}:{row.line}" if row and file else ""


def at_place(timeline: Timeline, site: int) -> str:
    """The place as an appendix to a clause: ` at deadlock.py:12`, or nothing."""
    place = place_name(timeline, site)
    return f" at {place}" if place else ""


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def duration(nanoseconds: int) -> str:
    """Three digits and a unit: `1.24 ms`."""
    for unit, size in (("s", 1_000_000_000), ("ms", 1_000_000), ("µs", 1_000)):
        if nanoseconds >= size:
            value = nanoseconds / size
            return f"{value:.3g} {unit}" if value < 999.5 else f"{value:.0f} {unit}"
    return f"{nanoseconds} ns"


def moment(nanoseconds: int) -> str:
    """A time of the run: `1.24 ms into the run`."""
    return f"{duration(nanoseconds)} into the run"


def percent(part: int, whole: int) -> str:
    """A share: `45 %`."""
    return f"{round(100 * part / whole)} %" if whole else "0 %"


def counted(count: int, noun: str) -> str:
    """`1 thread`, `3 threads`."""
    return f"1 {noun}" if count == 1 else f"{count} {PLURALS.get(noun, noun + 's')}"
