"""The lanes of a growing timeline: which span is open on each, and how spans close.

A lane's spans tile its life, so there is one way to change: close the open span at a
time and open the next one there. A span of no length is not kept.

A wait or sleep that an event has begun ends by an event. Everything else also follows
what was seen from outside (`evidence`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.events import OP_CPU, OP_GIL
from app.timeline.evidence import Evidence
from app.timeline.means import OFF, ON, Means
from app.timeline.model import Lane
from app.timeline.open_lane import EXACT, INFERRED, RUNNABLE, RUNNING, Doing, OpenLane
from app.timeline.timeline import Timeline

DISPATCH_NS = 50_000
"""A woken thread comes onto a free processor within that."""


class Lanes:
    """Opens, switches and ends lanes; the one writer of spans."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.declared: dict[int, Lane] = {}
        self.open: dict[int, OpenLane] = {}
        self.touched: dict[int, None] = {}
        self.changed: dict[int, None] = {}
        self.processors_watched = False
        """Whether every lane's way onto a processor and off it is told."""
        self.evidence = Evidence(self)

    def declare(self, row: Lane) -> None:
        """Take the description of a lane; its begin and end are known here better."""
        self.declared[row.id] = row
        if row.id in self.timeline.lanes:
            known = self.timeline.lanes[row.id]
            self._describe(replace(row, begin=known.begin, end=known.end))
            self.open[row.id].process = row.process

    def at(self, lane: int, time: int) -> OpenLane:
        """The lane, begun at `time` if this is the first that is heard of it."""
        known = self.open.get(lane)
        return known if known is not None else self._begin(lane, time)

    def _begin(self, lane: int, time: int) -> OpenLane:
        row = self.declared.get(lane) or Lane(lane, name=f"thread {lane}")
        self._describe(replace(row, begin=time, end=None))
        opened = self.open[lane] = OpenLane(lane, time, process=row.process)
        if self.processors_watched:
            opened.means.processor = ON
            opened.certainty = EXACT
        self.evidence.begin(opened)
        self.timeline.spans_of[lane] = array("q")
        self.timeline.open_spans[lane] = opened
        self.touched[lane] = None
        return opened

    def _describe(self, row: Lane) -> None:
        self.timeline.lanes[row.id] = row
        self.changed[row.id] = None

    def switch(self, lane: OpenLane, time: int, doing: Doing) -> None:
        """Close the open span at `time` and open the next one."""
        if lane.ended:
            return
        self.evidence.settle_lane(lane, time)
        lane.means.act()
        if doing.state == RUNNING:
            doing = self._runs(lane, doing)
        self.change(lane, time, doing)
        if doing.state != RUNNING and doing.certainty == EXACT:
            lane.told = True
            lane.means.sleep_on()

    def resume(self, lane: OpenLane, time: int) -> None:
        """The lane was seen to act: whatever a sample said of it, it runs now."""
        self.evidence.settle_lane(lane, time)
        lane.means.act()
        if lane.state != RUNNING:
            self.change(lane, time, self._runs(lane, Doing()))

    def woke_at(self, lane: OpenLane, time: int) -> int:
        """When the lane, which says at `time` that its wait is over, could go on.

        Until it says so it may have had to wait for the GIL.
        """
        self.evidence.settle_lane(lane, time)
        woke = lane.means.woke if lane.told else 0
        return max(woke, lane.start) if woke else time

    def wake_from(self, lane: OpenLane, cause: int, woke: int) -> bool:
        """What ended the lane's wait happened before it came onto a processor: it could
        have gone on, and the span that has just been closed is shorter by that.
        """
        spans = self.timeline.spans
        is_last = spans.lane[-1:].tolist() == [lane.lane] and spans.end[-1] == woke == lane.start
        if not is_last or not spans.start[-1] < cause < woke - DISPATCH_NS:
            return False
        doing = lane.state, lane.object, lane.site, lane.operation, lane.certainty, lane.limit
        spans.end[-1] = lane.start = cause
        self.recast(lane, Doing(RUNNABLE, 0, lane.site, OP_CPU, INFERRED))
        self.change(lane, woke, Doing(*doing))
        return True

    def rise(self, lane: OpenLane, woke: int) -> None:
        """The lane's wait was ended at `woke`: what it lacked from there on is known too."""
        means, runs = lane.means, self._runs(lane, Doing(site=lane.site))
        if lane.state == RUNNING and lane.start == woke:
            if means.wanted and means.got > woke:
                self.recast(lane, Doing(RUNNABLE, means.object, lane.site, OP_GIL, EXACT))
                self.change(lane, means.got, runs)
            for pushed, back in means.pushes:
                if lane.start <= pushed < back:
                    self.change(lane, pushed, Doing(RUNNABLE, 0, lane.site, OP_CPU, EXACT))
                    self.change(lane, back, runs)
        means.sleep_on()

    @staticmethod
    def _runs(lane: OpenLane, doing: Doing) -> Doing:
        return doing._replace(certainty=EXACT) if lane.means.processor == ON else doing

    def change(self, lane: OpenLane, time: int, doing: Doing) -> None:
        """Close the open span and open the next one, whatever is not settled yet."""
        self._close(lane, time)
        self.recast(lane, doing)

    def recast(self, lane: OpenLane, doing: Doing) -> None:
        """What the lane does is better known now, for as long as it has done so."""
        lane.state, lane.object, lane.site, lane.operation, lane.certainty, lane.limit = doing
        lane.in_handler = lane.told = False
        self.touched[lane.lane] = None

    def _close(self, lane: OpenLane, time: int) -> None:
        start = lane.start
        if time <= start:
            return
        spans = self.timeline.spans
        self.timeline.spans_of[lane.lane].append(len(spans))
        spans.append(
            (
                lane.lane,
                start,
                time,
                lane.state,
                lane.object,
                lane.site,
                lane.operation,
                lane.certainty,
            )
        )
        lane.start = time

    def end(self, lane: OpenLane, time: int) -> None:
        """The lane's thread is over; what comes later of it changes no span."""
        if lane.ended:
            return
        woke = self.woke_at(lane, time)
        if woke < time and lane.means.wanted:
            lane.means.got = lane.means.got or time
            self.change(lane, woke, Doing())
            self.rise(lane, woke)
        self._close(lane, time)
        lane.ended = True
        lane.samples.clear()
        lane.moments.clear()
        self.timeline.open_spans.pop(lane.lane, None)
        self.touched[lane.lane] = None
        self._describe(replace(self.timeline.lanes[lane.lane], end=lane.start))

    def depart(self, lane: OpenLane, time: int) -> int:
        """The lane's thread was gone by `time`, and did not say when; return when it ends.

        That is when it left its last processor, if that was seen. Else it may have lived
        until then, nobody knows what for.
        """
        self.evidence.settle_lane(lane, time)
        if not lane.told and lane.means.processor == OFF:
            time = lane.start
        else:
            self.doubt(lane)
        self.end(lane, max(time, lane.start))
        return lane.start

    def lose_sight(self) -> None:
        """Whether a lane has the GIL and a processor is not known until it is told again."""
        for number in self.timeline.open_spans:
            lane = self.open[number]
            lane.means = Means()
            if not lane.told:
                self.know_better(lane, INFERRED)

    def unended(self, process: int) -> Iterator[Lane]:
        """The rows of a process's lanes that have not ended, begun or not."""
        for row in list(self.declared.values()):
            opened = self.open.get(row.id)
            if row.process == process and (opened is None or not opened.ended):
                yield row

    def forget_unborn(self, lane: int) -> None:
        """A lane that was declared will not begin."""
        self.declared.pop(lane, None)
        self.evidence.forget_unborn(lane)

    def know_better(self, lane: OpenLane, certainty: int) -> None:
        """What the lane does is certain to this degree."""
        lane.certainty = certainty
        self.touched[lane.lane] = None

    def let_go(self, lanes: Iterable[int]) -> None:
        """Lanes that have ended, and of which nothing will be heard."""
        for lane in lanes:
            for table in (self.open, self.declared, self.timeline.lanes, self.timeline.spans_of):
                table.pop(lane, None)

    def doubt(self, lane: OpenLane) -> None:
        """Events may have been lost: the open span is now a guess."""
        lane.certainty = INFERRED
        lane.told = False
        self.touched[lane.lane] = None
