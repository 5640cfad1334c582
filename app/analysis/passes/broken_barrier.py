"""A barrier breaks when one party gives up, and then fails all the others too.

Nothing is inferred: the event says who broke it. A barrier may be aborted on purpose, so
this is a warning, and what it adds is who stood there and paid for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.wording import at_place, lane_name, lane_names, moment, object_name
from app.events import BARRIER_BROKEN
from app.timeline.queries import waits_for
from app.timeline.timeline import Timeline


class BrokenBarrier:
    """A barrier that one thread broke for all."""

    name: ClassVar[str] = "broken_barrier"
    live: ClassVar[bool] = False

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per time that a barrier was broken."""
        for barrier, signals in timeline.signals.items():
            for event in signals:
                if event.kind != BARRIER_BROKEN or event.time < timeline.whole_from:
                    continue
                others = [
                    wait.lane
                    for wait in waits_for(timeline, barrier)
                    if wait.start <= event.time <= wait.end and wait.lane != event.lane
                ]
                paid = f", and {lane_names(timeline, others)} with it" if others else ""
                yield Finding(
                    id=f"{self.name}:{barrier}.{event.time}",
                    kind=self.name,
                    severity="warning",
                    sentence=(
                        f"{lane_name(timeline, event.lane)} broke "
                        f"{object_name(timeline, barrier)}{at_place(timeline, event.site)}, "
                        f"{moment(event.time)}{paid}: whoever waits there, or comes later, gets "
                        f"a BrokenBarrierError."
                    ),
                    lanes=(event.lane, *others),
                    objects=(barrier,),
                    sites=(event.site,) if event.site else (),
                    from_ns=event.time,
                    to_ns=event.time,
                )
