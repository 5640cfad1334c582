"""Every cycle of the wait-for graph is a deadlock; nothing else is.

A lane waits for at most one thing, and only waits without a time limit for something
that exactly one lane can give count: a Lock or RLock, which its holder releases, or the
end of a thread. So each lane has at most one edge out, and the lanes of a cycle each
wait for the next one to act, which it cannot. (A Lock may be released by another thread
than its holder. A program that relies on that while the holder itself waits for a lock
is not known to us; the cycle is reported after it has lasted, and withdrawn if it ends.)

True for these only: a semaphore, queue or condition has many possible wakers, so there it
takes a knot and not a cycle; `stall` speaks of those.

A single look suffices. Each lane's events are folded in order, and a lane in a cycle can
have no later event, unless another lane of the cycle acts first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.waiting import deadlocked
from app.analysis.wording import at_place, lane_name, moment, object_name
from app.events import OP_JOIN, OP_SHUTDOWN
from app.timeline.timeline import Timeline


class Deadlock:
    """Threads that wait for each other in a circle."""

    name: ClassVar[str] = "deadlock"
    live: ClassVar[bool] = True

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per circle."""
        for circle in deadlocked(timeline):
            waits = [timeline.open_spans[lane] for lane in circle]
            objects = tuple(dict.fromkeys(wait.object for wait in waits))
            holds = [hold for number in objects for hold in timeline.holders(number)]
            sites = [wait.site for wait in waits] + [hold.site for hold in holds]
            yield Finding(
                id=f"{self.name}:{'-'.join(map(str, circle))}",
                kind=self.name,
                severity="error",
                sentence=sentence(timeline, circle),
                lanes=circle,
                objects=objects,
                sites=tuple(dict.fromkeys(site for site in sites if site)),
                from_ns=max(wait.start for wait in waits),
                to_ns=timeline.now,
            )


def sentence(timeline: Timeline, circle: tuple[int, ...]) -> str:
    """Who waits for what since when, all around the circle."""
    since = max(timeline.open_spans[lane].start for lane in circle)
    if len(circle) == 1:
        return (
            f"{clause(timeline, circle[0], itself=True)}: it has waited for itself since "
            f"{moment(since)}, and nobody can free it."
        )
    clauses = "; ".join(clause(timeline, lane) for lane in circle)
    return f"{clauses}: since {moment(since)} none of them can go on."


def clause(timeline: Timeline, lane: int, *, itself: bool = False) -> str:
    """What one lane of the circle waits for, and who has it."""
    wait = timeline.open_spans[lane]
    waits = f"{lane_name(timeline, lane)} waits{at_place(timeline, wait.site)} for"
    if wait.operation in (OP_JOIN, OP_SHUTDOWN):
        return f"{waits} the end of {object_name(timeline, wait.object)}"
    hold = timeline.holders(wait.object)[0]
    holder = "it holds already" if itself else f"{lane_name(timeline, hold.lane)} holds"
    place = at_place(timeline, hold.site).replace(" at ", ", taken at ", 1)
    return f"{waits} {object_name(timeline, wait.object)}, which {holder}{place}"
