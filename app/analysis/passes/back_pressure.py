"""Producers that wait for room in a full queue go at their consumers' pace.

That is what a bounded queue is for, so this is no fault; it says who sets the pace. The
measure is relative: lanes that put spent a fifth of their lives or more waiting for room
in this queue, in at least three waits; one wait or two may be a queue that filled up once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import (
    at_place,
    counted,
    duration,
    lane_names,
    object_name,
    percent,
)
from app.events import OP_PUT
from app.timeline.ledger import WaitTotals
from app.timeline.model import FlowKind
from app.timeline.queries import life
from app.timeline.timeline import Timeline

SHARE_OF_LIFE = 5
WAITS = 3


class BackPressure:
    """A queue that is full most of the time."""

    name: ClassVar[str] = "back_pressure"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per queue."""
        for (queue, operation), totals in timeline.ledger.catch_up(timeline).waits.items():
            if operation != OP_PUT or totals.count < WAITS or totals.longest is None:
                continue
            lives = sum(life(timeline, lane) for lane in totals.by_lane)
            if lives and sum(totals.by_lane.values()) * SHARE_OF_LIFE >= lives:
                yield Finding(
                    id=f"{self.name}:{queue}",
                    kind=self.name,
                    severity="info",
                    sentence=sentence(timeline, queue, totals),
                    lanes=tuple(totals.by_lane),
                    objects=(queue,),
                    sites=(totals.longest.site,) if totals.longest.site else (),
                    from_ns=totals.first_ns,
                    to_ns=totals.last_ns,
                )


def sentence(timeline: Timeline, queue: int, totals: WaitTotals) -> str:
    """Who waited for room, and who made it."""
    flows = timeline.flows
    takers = dict.fromkeys(
        to_lane
        for kind, object_id, to_lane in zip(flows.kind, flows.object, flows.to_lane, strict=True)
        if kind == FlowKind.PUT_GET and object_id == queue
    )
    pace = (
        f", so {lane_names(timeline, takers)} set{'s' * (len(takers) == 1)} the pace"
        if takers
        else ""
    )
    assert totals.longest is not None
    longest = totals.longest.end - totals.longest.start
    lives = sum(life(timeline, lane) for lane in totals.by_lane)
    waited = sum(totals.by_lane.values())
    whose = "its" if len(totals.by_lane) == 1 else "their"
    return (
        f"{lane_names(timeline, totals.by_lane)} spent {percent(waited, lives)} of "
        f"{whose} time waiting for room in {object_name(timeline, queue)}"
        f"{at_place(timeline, totals.longest.site)} ({counted(totals.count, 'wait')}, the longest "
        f"{duration(longest)}){pace}."
    )
