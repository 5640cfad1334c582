"""Clocking: what a thread's own processor clock says of the time between two of its events.

Where nobody can look at threads it is the only witness, and it knows an amount: for how
long the thread had a processor. Not when, so what is missing is taken to be missing at
the end, as with a hold of the GIL. Nor what it lacked, but some of that follows:

- Where other threads under the same GIL were busy meanwhile, and it got a share of the
  time like somebody who wants to run, it is thought to have wanted to all the time:
  runnable, for want of the GIL or of a processor.
- Otherwise it had nobody to wait for, or did not want to run. No event told of a wait, so
  it waited for something outside: io, and nobody knows for what.

All of it stays inferred, and what any other witness has told is left alone.
"""

from __future__ import annotations

from app.events import OPERATION_MASK, PROCESSOR_USED, Event
from app.timeline.growth import Growth, Reaction
from app.timeline.means import UNKNOWN
from app.timeline.model import State
from app.timeline.open_lane import INFERRED, RUNNABLE, RUNNING, Doing, OpenLane

BUSY = 4
"""Others are busy who have a processor for a fourth of the time: on a crowded machine."""
SHARERS = 20
"""Few programs have more threads that want to run; who gets less than this part waits."""


class Clocking:
    """What processor clocks do to a timeline."""

    def __init__(self, growth: Growth) -> None:
        self.processes = growth.timeline.processes
        self.lanes = growth.lanes
        self.reactions: dict[int, Reaction] = {PROCESSOR_USED: self._used}

    def _used(self, event: Event) -> None:
        lane, until = self.lanes.at(event.lane, event.time), event.time
        self.lanes.evidence.settle_lane(lane, until)
        start = max(until - event.link, lane.start)
        ran, site = max(event.value, 0), lane.site
        if not _is_a_guess(lane) or ran >= (until - start) * 9 // 10:
            return
        wanted = self._wanted_to_run(lane, event)
        doing = Doing(RUNNABLE, site=site) if wanted else Doing(int(State.IO))
        self.lanes.change(lane, start + ran, doing)
        self.lanes.change(lane, until, Doing(site=site))

    def _wanted_to_run(self, lane: OpenLane, event: Event) -> bool:
        process = self.processes.get(lane.process)
        if process is not None and not process.gil:
            return False
        all_ran = event.link * (event.flags & OPERATION_MASK) // 100
        busy = (all_ran - event.value) * BUSY >= event.link - event.value
        return busy and event.value * SHARERS >= all_ran


def _is_a_guess(lane: OpenLane) -> bool:
    """Whether nothing but its events says that the lane runs."""
    runs = lane.state == RUNNING and lane.certainty == INFERRED
    return runs and not lane.ended and not lane.means.object and lane.means.processor == UNKNOWN
