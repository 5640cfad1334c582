"""A convoy is a queue at a lock that never dissolves, so that all move in single file.

Its signs, all four of which are needed (Blasgen and others, 1979): at least three threads
share the lock; nearly every acquire has to wait (four in five, of twelve or more); the
lock goes from thread to thread instead of being taken again by the one who had it; and
the wait is at least twice as long as the hold, that is, two or more stand in front of one.
A contended lock with a greedy holder lacks the third sign, a lock for two lacks the
fourth.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import duration, lane_names, object_name
from app.events import OP_ACQUIRE
from app.timeline.columns import Hold, Span
from app.timeline.queries import holds_of, waits_for
from app.timeline.timeline import Timeline

THREADS = 3
ACQUIRES = 12
NEARLY_ALL = 0.8
WAIT_PER_HOLD = 2


class LockConvoy:
    """A lock that threads take in turns, each of them waiting every time."""

    name: ClassVar[str] = "lock_convoy"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per lock."""
        for (lock, operation), totals in timeline.ledger.catch_up(timeline).waits.items():
            row = timeline.objects.get(lock)
            many = len(totals.by_lane) >= THREADS and totals.count >= ACQUIRES * NEARLY_ALL
            if operation != OP_ACQUIRE or not many or row is None or "Lock" not in row.kind:
                continue
            held = timeline.ledger.holds.get(lock)
            if held is None or totals.count < NEARLY_ALL * held.count:
                continue
            waits = waits_for(timeline, lock)
            holds = holds_of(timeline, lock)
            if is_convoy(holds, waits):
                sites = dict.fromkeys(wait.site for wait in waits if wait.site)
                yield Finding(
                    id=f"{self.name}:{lock}",
                    kind=self.name,
                    severity="warning",
                    sentence=sentence(timeline, lock, holds, waits),
                    lanes=tuple(totals.by_lane),
                    objects=(lock,),
                    sites=tuple(sites),
                    from_ns=totals.first_ns,
                    to_ns=totals.last_ns,
                )


def is_convoy(holds: list[Hold], waits: list[Span]) -> bool:
    """Whether the lock's holds and waits show the four signs."""
    if len(holds) < ACQUIRES:
        return False
    handed_on = sum(before.lane != after.lane for before, after in pairwise(holds))
    return (
        waited(holds, waits) >= NEARLY_ALL * len(holds)
        and handed_on >= NEARLY_ALL * (len(holds) - 1)
        and mean(waits) >= WAIT_PER_HOLD * mean(holds)
    )


def waited(holds: list[Hold], waits: list[Span]) -> int:
    """How many of the holds began when a wait ended."""
    ends = {(wait.lane, wait.end) for wait in waits}
    return sum((hold.lane, hold.start) in ends for hold in holds)


def mean(rows: list[Hold] | list[Span]) -> float:
    """The mean length."""
    return sum(row.end - row.start for row in rows) / len(rows)


def sentence(timeline: Timeline, lock: int, holds: list[Hold], waits: list[Span]) -> str:
    """How many queue, and for how much longer than they need the lock."""
    lanes = dict.fromkeys(wait.lane for wait in waits)
    latest = "latest " if timeline.ledger.holds[lock].count > len(holds) else ""
    return (
        f"{lane_names(timeline, lanes)} move in single file through "
        f"{object_name(timeline, lock)}: {waited(holds, waits)} of its {latest}{len(holds)} "
        f"acquires had to wait, {duration(round(mean(waits)))} on average for a hold of "
        f"{duration(round(mean(holds)))}, so together they are as fast as one of them."
    )
