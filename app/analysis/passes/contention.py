"""A lock is contended when threads lose a good part of their lives waiting for it.

Counted are the waits for a lock or a semaphore's permit, and those for the inner lock of a
queue or the like. The measure is relative: a lane counts when it spent at least a fifth
of its life so. One floor is absolute: five milliseconds, the interpreter's switch
interval, for a wait below that cannot be told from waiting for the GIL. And it takes two
such lanes: one lane that waits once for a long hold is not a crowd.

Waits that the end of the program cut off (in a deadlock, say) are left out; they are not
about sharing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import (
    at_place,
    counted,
    duration,
    lane_name,
    lane_names,
    object_name,
    percent,
)
from app.events import OP_ACQUIRE, OP_ENTER
from app.timeline.ledger import WaitTotals
from app.timeline.queries import life
from app.timeline.timeline import Timeline

SHARE_OF_LIFE = 5
"""One part in so many."""
SWITCH_INTERVAL_NS = 5_000_000


class Contention:
    """An object that several threads wait for much of the time."""

    name: ClassVar[str] = "contention"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per contended object, the most waited for first."""
        waits = timeline.ledger.catch_up(timeline).waits
        for (object_id, operation), totals in sorted(
            waits.items(), key=lambda item: -item[1].total_ns
        ):
            if operation in (OP_ACQUIRE, OP_ENTER):
                lanes = crowd(timeline, totals)
                if len(lanes) > 1 and totals.longest is not None:
                    yield Finding(
                        id=f"{self.name}:{object_id}.{operation}",
                        kind=self.name,
                        severity="info",
                        sentence=sentence(timeline, object_id, totals, lanes),
                        lanes=tuple(lanes),
                        objects=(object_id,),
                        sites=(totals.longest.site,) if totals.longest.site else (),
                        from_ns=totals.first_ns,
                        to_ns=totals.last_ns,
                    )


def crowd(timeline: Timeline, totals: WaitTotals) -> list[int]:
    """The lanes that lost a good part of their lives to these waits."""
    return [
        lane
        for lane, waited in totals.by_lane.items()
        if waited >= SWITCH_INTERVAL_NS and waited * SHARE_OF_LIFE >= life(timeline, lane)
    ]


def sentence(timeline: Timeline, object_id: int, totals: WaitTotals, lanes: list[int]) -> str:
    """Who lost how much, and to whom."""
    lost = sum(totals.by_lane[lane] for lane in lanes)
    lives = sum(life(timeline, lane) for lane in lanes)
    longest = totals.longest
    assert longest is not None
    text = (
        f"{lane_names(timeline, lanes)} spent {percent(lost, lives)} of their time waiting for "
        f"{object_name(timeline, object_id)} ({counted(totals.count, 'wait')}, the longest "
        f"{duration(longest.end - longest.start)} by {lane_name(timeline, longest.lane)}"
        f"{at_place(timeline, longest.site)})"
    )
    held = timeline.ledger.holds.get(object_id)
    if held is None or not held.by_lane:
        return f"{text}."
    most = max(held.by_lane, key=lambda lane: held.by_lane[lane])
    return (
        f"{text}, which was held for {duration(held.total_ns // held.count)} at a time, "
        f"most of all by {lane_name(timeline, most)}."
    )
