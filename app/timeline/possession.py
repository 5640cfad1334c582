"""The possession of a GIL: who had it when, and who handed it to whom.

The records of a GIL come in the order in which they happened, for it is a lock. A lane
that takes it after it had to wait was handed it by the lane that dropped it last.
"""

from __future__ import annotations

from app.events import GIL_DROPPED, GIL_TAKEN, GIL_WANTED, Event
from app.timeline.holds import Holds
from app.timeline.lanes import Lanes
from app.timeline.model import FlowKind
from app.timeline.timeline import Timeline


class Possession:
    """Keeps the holds and hand-overs of the GILs of a run."""

    def __init__(self, timeline: Timeline, lanes: Lanes, holds: Holds) -> None:
        self.flows = timeline.flows
        self.lanes = lanes
        self.holds = holds
        self._drops: dict[int, Event] = {}
        self._wanting: set[int] = set()
        self._unborn: dict[int, Event] = {}
        """Takes by lanes that have not begun."""

    def note(self, moment: Event) -> None:
        """Take in what happened to a GIL."""
        if moment.kind == GIL_WANTED:
            self._wanting.add(moment.lane)
        elif moment.kind == GIL_TAKEN:
            self._take(moment)
        elif moment.kind == GIL_DROPPED:
            self._unborn.pop(moment.lane, None)
            self._drops[moment.object] = moment
            self.holds.give_lock(moment)

    def begin(self, lane: int, time: int) -> None:
        """The lane has begun, and perhaps it did so with a GIL in its hands."""
        moment = self._unborn.pop(lane, None)
        if moment is not None:
            self.holds.take_lock(moment._replace(time=max(time, moment.time)))

    def forget(self, lane: int) -> None:
        """The lane will never begin."""
        self._unborn.pop(lane, None)
        self._wanting.discard(lane)

    def _take(self, moment: Event) -> None:
        drop = self._drops.pop(moment.object, None)
        waited = moment.lane in self._wanting
        self._wanting.discard(moment.lane)
        if moment.lane not in self.lanes.open:
            self.holds.free_lock(moment)
            self._unborn[moment.lane] = moment
            return
        self.holds.take_lock(moment)
        if waited and drop and drop.lane != moment.lane and drop.lane in self.lanes.open:
            row = FlowKind.GIL, drop.lane, drop.time, moment.lane, moment.time, moment.object
            self.flows.append(row)
