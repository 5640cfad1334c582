"""A signal is lost when it comes before the thread that waits for it, and leaves no trace.

A notify wakes those who wait, and an event that is set and cleared again those who waited
in between; whoever comes later waits for the next one. That alone is ordinary: a consumer
that finds its item need not wait. It is a fault when the next one never comes. So two
things are needed: a wait in a program in which nobody can move any more (`stalled`), and
an earlier signal by the same object that this wait came too late for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from app.analysis.finding import Finding
from app.analysis.waiting import stalled
from app.analysis.wording import at_place, duration, lane_name, moment, object_name
from app.events import CONDITION_NOTIFIED, EVENT_SET, Event
from app.timeline.timeline import OpenSpan, Timeline


class LostSignal:
    """A thread that waits for ever for a signal that came before it waited."""

    name: ClassVar[str] = "lost_signal"
    live: ClassVar[bool] = True

    def findings(self, timeline: Timeline) -> Iterator[Finding]:
        """One finding per thread that came too late."""
        for wait in stalled(timeline):
            signal = missed(timeline, wait)
            if signal is not None:
                yield Finding(
                    id=f"{self.name}:{wait.lane}.{wait.start}",
                    kind=self.name,
                    severity="error",
                    sentence=sentence(timeline, wait, signal),
                    lanes=(wait.lane, signal.lane),
                    objects=(wait.object,),
                    sites=tuple(site for site in (wait.site, signal.site) if site),
                    from_ns=signal.time,
                    to_ns=timeline.now,
                )


def missed(timeline: Timeline, wait: OpenSpan) -> Event | None:
    """The latest signal that came before the wait. It did not last until then: the lane
    would not be stalled.
    """
    earlier = [
        signal for signal in timeline.signals.get(wait.object, ()) if signal.time <= wait.start
    ]
    kinds = [signal.kind for signal in earlier]
    if CONDITION_NOTIFIED in kinds:
        return earlier[len(kinds) - 1 - kinds[::-1].index(CONDITION_NOTIFIED)]
    if EVENT_SET in kinds:
        return earlier[len(kinds) - 1 - kinds[::-1].index(EVENT_SET)]
    return None


def sentence(timeline: Timeline, wait: OpenSpan, signal: Event) -> str:
    """Who came how much too late for whose signal."""
    who, other = lane_name(timeline, wait.lane), lane_name(timeline, signal.lane)
    what = "notified" if signal.kind == CONDITION_NOTIFIED else "set, and cleared again,"
    return (
        f"{who} waits{at_place(timeline, wait.site)} for {object_name(timeline, wait.object)}, "
        f"which {other} {what}{at_place(timeline, signal.site)} {moment(signal.time)}, "
        f"{duration(wait.start - signal.time)} before {who} began to wait: nobody is left to "
        f"do so once more."
    )
