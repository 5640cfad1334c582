"""The lanes of a growing timeline: which span is open on each, and how spans close.

A lane's spans tile its life, so there is one way to change: close the open span at a
time and open the next one there. A span of no length is not kept.

An exact wait or sleep outweighs every sample. Elsewhere a sample's state holds from the
sample until the next sample or event of the lane. A sample that says `running` of a lane
that was thought to run confirms the span rather than cutting it: the span becomes
`sampled` as a whole.

Samples are kept back until an event of the lane is later than they are, or they are
`SETTLE_NS` old: a thread may stamp an event, lose the GIL, and write it down later.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.timeline.model import Certainty, Lane, Sample, State
from app.timeline.timeline import OpenSpan, Timeline

SETTLE_NS = 20_000_000
"""Four switch intervals of the GIL: few threads are kept from writing for longer."""

RUNNING, EXACT = int(State.RUNNING), int(Certainty.EXACT)
SAMPLED, INFERRED = int(Certainty.SAMPLED), int(Certainty.INFERRED)


class Doing(NamedTuple):
    """What a lane does from some time on: all of a span but its times."""

    state: int = RUNNING
    object: int = 0
    site: int = 0
    operation: int = 0
    certainty: int = INFERRED
    limit: int = -1


@dataclass(slots=True)
class OpenLane(OpenSpan):
    """A lane that has begun: its open span and what is known beyond it."""

    process: int = 0
    ended: bool = False
    in_handler: bool = False
    """A signal arrived during the open wait: events may come from its handler."""
    samples: deque[Sample] = field(default_factory=deque)


class Lanes:
    """Opens, switches and ends lanes; the one writer of spans."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.declared: dict[int, Lane] = {}
        self.open: dict[int, OpenLane] = {}
        self.touched: dict[int, None] = {}
        self.changed: dict[int, None] = {}
        self._sampled: dict[int, None] = {}

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
        if lane.samples:
            self._settle(lane, time)
        self._change(lane, time, doing)

    def resume(self, lane: OpenLane, time: int) -> None:
        """The lane was seen to act: whatever a sample said of it, it runs now."""
        if lane.samples:
            self._settle(lane, time)
        if lane.state != RUNNING:
            self._change(lane, time, Doing())

    def _change(self, lane: OpenLane, time: int, doing: Doing) -> None:
        self._close(lane, time)
        lane.state, lane.object, lane.site, lane.operation, lane.certainty, lane.limit = doing
        lane.in_handler = False
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
        self._settle(lane, time)
        self._close(lane, time)
        lane.ended = True
        lane.samples.clear()
        self.timeline.open_spans.pop(lane.lane, None)
        self.touched[lane.lane] = None
        self._describe(replace(self.timeline.lanes[lane.lane], end=lane.start))

    def let_go(self, lanes: Iterable[int]) -> None:
        """Lanes that have ended, and of which nothing will be heard."""
        for lane in lanes:
            for table in (self.open, self.declared, self.timeline.lanes, self.timeline.spans_of):
                table.pop(lane, None)

    def doubt(self, lane: OpenLane) -> None:
        """Events may have been lost: the open span is now a guess."""
        lane.certainty = INFERRED
        self.touched[lane.lane] = None

    def sample(self, sample: Sample) -> None:
        """Keep a sample until the lane's next event, or until it has settled."""
        lane = self.open.get(sample.lane)
        if lane is not None and not lane.ended:
            lane.samples.append(sample)
            self._sampled[sample.lane] = None

    def settle(self, now: int) -> None:
        """Believe the samples that no event can overtake any more."""
        for number in list(self._sampled):
            lane = self.open[number]
            self._settle(lane, now - SETTLE_NS)
            if not lane.samples:
                del self._sampled[number]

    def _settle(self, lane: OpenLane, until: int) -> None:
        samples = lane.samples
        while samples and samples[0].time <= until:
            sample = samples.popleft()
            if lane.certainty == EXACT or sample.time < lane.start:
                continue
            state = int(sample.state)
            if state != lane.state or (state != RUNNING and _is_another_wait(lane, sample)):
                doing = Doing(state, sample.object, 0, sample.operation, SAMPLED)
                self._change(lane, sample.time, doing)
            else:
                self._confirm(lane, sample)

    def _confirm(self, lane: OpenLane, sample: Sample) -> None:
        """The open span goes on, and perhaps it is known better now what it waits for."""
        object_id, operation = lane.object or sample.object, lane.operation or sample.operation
        known = lane.state == RUNNING or (object_id, operation) == (lane.object, lane.operation)
        if known and lane.certainty != INFERRED:
            return
        if not known:
            lane.object, lane.operation = object_id, operation
        lane.certainty = SAMPLED
        self.touched[lane.lane] = None


def _is_another_wait(lane: OpenLane, sample: Sample) -> bool:
    """Whether both are known and differ: a sample that names nothing contradicts nothing."""
    return _differ(lane.object, sample.object) or _differ(lane.operation, sample.operation)


def _differ(known: int, seen: int) -> bool:
    return known not in (seen, 0) and seen != 0
