"""Evidence: what was seen of a lane from outside, and what it says of a span.

Two witnesses. The watch tells *moments*: the lane wanted, took or dropped the GIL, came
onto a processor or left it. The sampler tells *samples*: what the thread was seen to do.
A moment is never wrong, but says not what a lane waits for in the kernel; a sample says
that, and is put right by what the moments around it prove. What an event has begun,
both leave alone: an event will end it.

Without a watch a sample's state holds from the sample until the next one or an event of
the lane; a sample that says `running` of a lane that was thought to run confirms the span
rather than cutting it: the span becomes `sampled` as a whole.

Evidence is kept back until an event of the lane is later than it is, or it is
`SETTLE_NS` old: a thread may stamp an event, lose the GIL, and write it down later.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from app.events import (
    GIL_DROPPED,
    GIL_TAKEN,
    GIL_WANTED,
    OP_CPU,
    PROCESSOR_LEFT,
    SINCE_DROP,
    Event,
)
from app.timeline.means import AWAY, OFF, UNKNOWN, WANTS
from app.timeline.model import Sample
from app.timeline.open_lane import EXACT, INFERRED, RUNNABLE, RUNNING, SAMPLED, Doing, OpenLane

if TYPE_CHECKING:
    from app.timeline.lanes import Lanes

SETTLE_NS = 20_000_000
"""Four switch intervals of the GIL: few threads are kept from writing for longer."""


class Evidence:
    """Takes evidence and lets the lanes change by it."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self._unsettled: dict[int, None] = {}
        self._early: dict[int, deque[Event]] = {}
        """Moments of lanes that have not begun."""

    def add_sample(self, sample: Sample) -> None:
        """Keep a sample until the lane's next event, or until it has settled."""
        lane = self.lanes.open.get(sample.lane)
        if lane is not None and not lane.ended:
            lane.samples.append(sample)
            self._unsettled[sample.lane] = None

    def add_moment(self, moment: Event) -> None:
        """Keep a moment likewise."""
        lane = self.lanes.open.get(moment.lane)
        if lane is None and moment.lane:
            self._early.setdefault(moment.lane, deque()).append(moment)
        elif lane is not None and not lane.ended:
            lane.moments.append(moment)
            self._unsettled[moment.lane] = None

    def begin(self, lane: OpenLane) -> None:
        """The lane has begun: it may have been heard of before."""
        lane.moments = self._early.pop(lane.lane, lane.moments)
        self._unsettled[lane.lane] = None

    def forget_unborn(self, lane: int) -> None:
        """A lane of which moments were told will not begin."""
        self._early.pop(lane, None)

    def settle(self, now: int) -> None:
        """Believe what no event can overtake any more."""
        for number in list(self._unsettled):
            lane = self.lanes.open.get(number)
            if lane is not None:
                self.settle_lane(lane, now - SETTLE_NS)
            if lane is None or not (lane.samples or lane.moments):
                del self._unsettled[number]

    def settle_lane(self, lane: OpenLane, until: int) -> None:
        """Take in the lane's evidence up to a time, in order."""
        samples, moments = lane.samples, lane.moments
        while samples or moments:
            if samples and (not moments or samples[0].time < moments[0].time):
                if samples[0].time > until:
                    return
                self._take_sample(lane, samples.popleft())
            else:
                if moments[0].time > until:
                    return
                self._take_moment(lane, moments.popleft())

    def _take_moment(self, lane: OpenLane, moment: Event) -> None:
        means, away = lane.means, lane.means.away
        if not lane.told:
            self._conclude(lane, moment)
        means.note(moment)
        if lane.told:
            return
        if moment.kind == GIL_DROPPED and means.processor == UNKNOWN:
            if lane.state == RUNNABLE:
                self.lanes.change(lane, max(moment.time, lane.start), Doing(site=lane.site))
            return
        state, operation, object_id, certainty = means.pursuit()
        time = max(moment.time, lane.start)
        site = lane.site if state in (RUNNING, RUNNABLE) else 0
        doing = Doing(state, object_id, site, operation, certainty)
        if moment.flags & SINCE_DROP and lane.certainty == INFERRED and lane.start >= away:
            self.lanes.recast(lane, doing)
        elif (state, operation) != (lane.state, lane.operation):
            self.lanes.change(lane, time, doing)
        elif certainty < lane.certainty:
            self.lanes.know_better(lane, certainty)

    def _conclude(self, lane: OpenLane, moment: Event) -> None:
        """A moment says what the lane did until then, where that was not clear."""
        means, ran = lane.means, moment.value
        if moment.kind == PROCESSOR_LEFT and lane.state == RUNNING:
            self.lanes.know_better(lane, EXACT)
        elif moment.kind in (GIL_WANTED, GIL_TAKEN) and means.gil == AWAY and means.away:
            waited = means.processor == UNKNOWN and 0 <= ran < (moment.time - means.away) // 2
            if waited and lane.state == RUNNING and lane.start <= means.away:
                self.lanes.change(lane, means.away, Doing(means.habit.state))
            means.away = 0
        elif moment.kind == GIL_DROPPED and lane.state == RUNNING and lane.start >= means.got:
            self._account(lane, moment)

    def _account(self, lane: OpenLane, drop: Event) -> None:
        """Its processor time says for how long of its hold of the GIL the lane has run.

        Not when: a thread that has got a processor is usually left there for some
        milliseconds, so what is missing is taken to be missing at the end.
        """
        got, ran = lane.means.got, drop.value
        if ran >= (drop.time - got) * 9 // 10:
            self.lanes.know_better(lane, SAMPLED)
        elif ran >= 0 and got <= lane.start <= got + ran:
            doing = Doing(RUNNABLE, 0, lane.site, OP_CPU, INFERRED)
            self.lanes.change(lane, got + ran, doing)

    def _take_sample(self, lane: OpenLane, sample: Sample) -> None:
        means = lane.means
        if lane.told or sample.time < lane.start or means.gil == WANTS:
            return
        if means.processor == OFF:
            self._name(lane, sample)
        elif means.processor == UNKNOWN:
            if means.gil == AWAY and max(means.away, lane.start) < sample.time:
                sample = replace(sample, time=max(means.away, lane.start))
                means.away = 0
            self._believe(lane, sample)

    def _name(self, lane: OpenLane, sample: Sample) -> None:
        """Say what a lane without a processor waits for: it has done so since it left it."""
        if sample.state == RUNNING:
            return
        lane.means.see(sample)
        if lane.certainty == INFERRED or not lane.object:
            doing = Doing(sample.state, sample.object, 0, sample.operation, SAMPLED)
            self.lanes.recast(lane, doing)

    def _believe(self, lane: OpenLane, sample: Sample) -> None:
        state = int(sample.state)
        if state != lane.state or (state != RUNNING and _is_another_wait(lane, sample)):
            doing = Doing(state, sample.object, 0, sample.operation, SAMPLED)
            self.lanes.change(lane, sample.time, doing)
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
        self.lanes.know_better(lane, SAMPLED)


def _is_another_wait(lane: OpenLane, sample: Sample) -> bool:
    """Whether both are known and differ: a sample that names nothing contradicts nothing."""
    return _differ(lane.object, sample.object) or _differ(lane.operation, sample.operation)


def _differ(known: int, seen: int) -> bool:
    return known not in (seen, 0) and seen != 0
