"""A lock held across a sleep, or across I/O, makes others wait for nobody's work.

Holding a lock while sleeping harms no one if no one wants it. So what is measured is how
long others waited while the holder slept: at least half of all waiting for this lock,
by a lane that lost a fifth of its life to it, in two waits or more. Half, because then
the sleep and not the sharing is what costs; the other measures are `contention`'s, and
its reasons too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import (
    at_place,
    duration,
    lane_name,
    lane_names,
    moment,
    object_name,
    percent,
)
from app.events import OP_ACQUIRE
from app.timeline.columns import Hold, Span
from app.timeline.ledger import WaitTotals
from app.timeline.model import State
from app.timeline.queries import holds_of, life, spans_of, waits_for
from app.timeline.timeline import Timeline

IDLE = (State.SLEEPING, State.IO)
SHARE_OF_LIFE = 5
SHARE_OF_WAITING = 2
SWITCH_INTERVAL_NS = 5_000_000


class LongHold:
    """A lock whose holder sleeps while others wait."""

    name: ClassVar[str] = "long_hold"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per lock."""
        for (lock, operation), totals in timeline.ledger.catch_up(timeline).waits.items():
            row = timeline.objects.get(lock)
            if operation != OP_ACQUIRE or totals.count < 2 or row is None:
                continue
            suffers = any(
                waited >= SWITCH_INTERVAL_NS and waited * SHARE_OF_LIFE >= life(timeline, lane)
                for lane, waited in totals.by_lane.items()
            )
            if suffers and row.kind in ("Lock", "RLock"):
                yield from self._of(timeline, lock, waited(timeline, lock, totals))

    def _of(self, timeline: Timeline, lock: int, waited_ns: int) -> Iterator[Finding]:
        costs = sleeps_that_cost(timeline, lock)
        lost = sum(cost for _, _, cost in costs)
        if lost * SHARE_OF_WAITING < waited_ns or not costs:
            return
        hold, sleep, _ = max(costs, key=lambda cost: cost[2])
        holders = dict.fromkeys(hold.lane for hold, _, _ in costs)
        verb = "slept" if sleep.state == State.SLEEPING else "did I/O"
        since = f" since {moment(timeline.whole_from)}" if timeline.whole_from else ""
        yield Finding(
            id=f"{self.name}:{lock}",
            kind=self.name,
            severity="info",
            sentence=(
                f"{lane_names(timeline, holders)} {verb} while holding "
                f"{object_name(timeline, lock)}, and others waited meanwhile: "
                f"{percent(lost, waited_ns)} of all waiting for it{since}, {duration(lost)} in "
                f"all; the costliest time {lane_name(timeline, hold.lane)} took it"
                f"{at_place(timeline, hold.site)} and {verb}{at_place(timeline, sleep.site)} for "
                f"{duration(sleep.end - sleep.start)}."
            ),
            lanes=tuple(holders),
            objects=(lock,),
            sites=tuple(site for site in (hold.site, sleep.site) if site),
            from_ns=hold.start,
            to_ns=hold.end,
        )


def waited(timeline: Timeline, lock: int, totals: WaitTotals) -> int:
    """How much was waited for the lock, in the time of which all is known here."""
    if not timeline.whole_from:
        return totals.total_ns
    return sum(wait.end - wait.start for wait in waits_for(timeline, lock))


def sleeps_that_cost(timeline: Timeline, lock: int) -> list[tuple[Hold, Span, int]]:
    """Each hold and sleep of its holder during which others waited, and their time."""
    holds = holds_of(timeline, lock)
    by_lane: dict[int, list[Span]] = {}
    for wait in waits_for(timeline, lock):
        by_lane.setdefault(wait.lane, []).append(wait)
    costs = []
    for hold in holds:
        waiting = [wait for waits in by_lane.values() for wait in during(waits, hold)]
        if not waiting:
            continue
        for span in spans_of(timeline, hold.lane, hold.start, hold.end):
            if span.state in IDLE:
                cost = sum(overlap(span, wait) for wait in waiting if wait.lane != hold.lane)
                if cost:
                    costs.append((hold, span, cost))
    return costs


def during(waits: list[Span], hold: Hold) -> Iterator[Span]:
    """The waits of one lane, which are in order, that share any time with the hold."""
    first = bisect_right(waits, hold.start, key=lambda wait: wait.end)
    for position in range(first, len(waits)):
        if waits[position].start >= hold.end:
            return
        yield waits[position]


def overlap(one: Span, other: Span) -> int:
    """How long both lasted together."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))
