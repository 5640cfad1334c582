"""The fold: events of a run go in, rows of its timeline come out.

Events come in the order of each lane; across lanes they may be slightly out of order.
Whatever is missing (a definition, the end of a wait, a release) is made up for so that
what stands in the timeline stays true: spans tile, holds of one lock do not overlap,
causes come before effects.

Folding events in one go or in pieces, with frames taken in between or not, gives the
same rows: a frame is only what the columns have grown by since the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from app.events import (
    FUTURE_RESOLVED,
    OP_ACQUIRE,
    OP_GET,
    OP_JOIN,
    OP_PUT,
    OP_RESULT,
    OPERATION_MASK,
    SEEN,
    SLEEP_ENDED,
    TIMED_OUT,
    WAIT_BEGAN,
    WAIT_ENDED,
    WAITED,
    Event,
)
from app.timeline.clocking import Clocking
from app.timeline.growth import Growth, Reaction
from app.timeline.handing import Handing
from app.timeline.lines import Frame
from app.timeline.living import Living
from app.timeline.locking import Locking
from app.timeline.model import (
    Cost,
    Finding,
    Instant,
    InstantKind,
    Lane,
    Process,
    Sample,
    Site,
    SourceFile,
    SyncObject,
)
from app.timeline.open_lane import OpenLane
from app.timeline.signalling import Signalling
from app.timeline.taking import Taking
from app.timeline.window import ROWS, Window

Row: TypeAlias = Process | Lane | SyncObject | Site | SourceFile

KIND_BY_OPERATION = {
    OP_ACQUIRE: "Lock",
    OP_JOIN: "Thread",
    OP_GET: "Queue",
    OP_PUT: "Queue",
    OP_RESULT: "Future",
}
KIND_BY_FIVES = {
    4: "Lock",
    5: "Semaphore",
    6: "Condition",
    7: "Event",
    8: "Barrier",
    9: "Queue",
    10: "Executor",
    11: "Future",
    13: "local",
}
"""What an object of unknown kind must be, from the first event that names it."""


ENDS_WAIT = (WAIT_ENDED, SLEEP_ENDED)


class Fold:
    """Grows one timeline."""

    def __init__(self, window_rows: int = ROWS) -> None:
        self._growth = Growth()
        self._window = Window(self._growth, window_rows)
        self.timeline = self._growth.timeline
        self._living = Living(self._growth, self.define)
        self._reactions: dict[int, Reaction] = {
            **self._living.reactions,
            **Locking(self._growth).reactions,
            **Signalling(self._growth).reactions,
            **Handing(self._growth).reactions,
            **Clocking(self._growth).reactions,
        }
        self._taking = Taking(self._growth)
        self._latest = 0

    def define(self, row: Row) -> None:
        """Add a row of a table; a row with a known id replaces the earlier one."""
        match row:
            case Lane():
                self._growth.lanes.declare(row)
            case Process():
                self.timeline.processes[row.id] = row
                self._taking.processes[row.id] = None
            case SyncObject():
                self.timeline.objects[row.id] = row
                self._taking.objects[row.id] = None
                self._window.newest = max(self._window.newest, row.id)
            case Site():
                self.timeline.sites[row.id] = row
                self._taking.sites[row.id] = None
            case SourceFile():
                self.timeline.files[row.id] = row
                self._taking.files[row.id] = None

    def defined_until(self, time: int) -> None:
        """All that was defined by then is known; events that name it may be long in coming."""
        self._window.defined_until(time)

    def unended(self, process: int) -> Iterator[Lane]:
        """The lanes of a process that have not ended, also those that have not begun."""
        return self._growth.lanes.unended(process)

    def add_events(self, events: Iterable[Event]) -> None:
        """Fold events: of one lane strictly in order, of all lanes roughly."""
        reactions, lanes = self._reactions, self._growth.lanes
        objects, latest = self.timeline.objects, self._latest
        for event in events:
            reaction = reactions.get(event.kind)
            if reaction is not None:
                opened = lanes.open.get(event.lane)
                if opened is None:
                    opened = self._begin(event)
                if event.object and event.object not in objects:
                    self._presume(event)
                if opened.told:
                    self._wake(opened, event, reaction)
                else:
                    reaction(event)
                latest = max(latest, event.time)
        self._latest = latest

    def _begin(self, event: Event) -> OpenLane:
        self._growth.possession.begin(event.lane, event.time)
        self.timeline.starting.discard(event.lane)
        return self._growth.lanes.at(event.lane, event.time)

    def _wake(self, lane: OpenLane, event: Event, reaction: Reaction) -> None:
        """The event of a lane that waits has its effect when that could go on, not when the
        lane had the GIL again and could say so.
        """
        if event.kind not in ENDS_WAIT and not event.flags & (WAITED | TIMED_OUT):
            reaction(event)
            return
        lanes, flows = self._growth.lanes, self.timeline.flows
        woke, drawn = lanes.woke_at(lane, event.time), len(flows)
        reaction(event._replace(time=woke))
        if not lane.told:
            if len(flows) > drawn and lane.means.woke:
                self._wake_earlier(lane, event.object, woke)
            lanes.rise(lane, woke)

    def _wake_earlier(self, lane: OpenLane, waited_for: int, woke: int) -> None:
        """The flow that has just been drawn to the lane says since when it could go on."""
        flows, fresh = self.timeline.flows, self._growth.holds.fresh
        cause = flows.from_ns[-1]
        if self._growth.lanes.wake_from(lane, cause, woke):
            flows.to_ns[-1] = cause
            if fresh and (fresh[-1].lane, fresh[-1].object) == (lane.lane, waited_for):
                fresh[-1].start = cause

    def add_moments(self, moments: Iterable[Event]) -> None:
        """Take what the watch tells of the GIL and of processors, in order of time."""
        for moment in moments:
            if moment.object:
                self._growth.possession.note(moment)
            if not moment.flags & SEEN:
                self._growth.lanes.evidence.add_moment(moment)

    def watch_processors(self) -> None:
        """Every lane's way onto a processor and off it will be told from now on."""
        self._growth.lanes.processors_watched = True

    def _presume(self, event: Event) -> None:
        """An event names an object that nobody has defined: its kind can be told."""
        if event.kind == WAIT_BEGAN:
            kind = KIND_BY_OPERATION.get(event.flags & OPERATION_MASK, "Event")
        else:
            fives = (event.kind + (event.kind == FUTURE_RESOLVED)) // 5
            kind = KIND_BY_FIVES.get(fives, "Thread")
        self.define(SyncObject(event.object, kind))

    def add_samples(self, samples: Iterable[Sample]) -> None:
        """Take what was seen from outside; before events that happened after it."""
        for sample in samples:
            self._growth.lanes.evidence.add_sample(sample)

    def add_instant(self, instant: Instant) -> None:
        """Add a moment that no event of the ring tells: output, an exception, a mark."""
        if instant.lane:
            self._growth.lanes.at(instant.lane, instant.time)
        self.timeline.instants.append(instant)

    def lose(self, process: int, from_ns: int, to_ns: int, count: int) -> None:
        """Events of a process were lost: nothing that spans the gap is certain."""
        lanes = self._growth.lanes
        of_process = [lane for lane in lanes.open.values() if lane.process == process]
        for lane in of_process:
            if not lane.ended:
                lanes.doubt(lane)
        self._growth.holds.forget({lane.lane for lane in of_process}, from_ns)
        text = f"{count} events were lost in {(to_ns - from_ns) / 1e6:.3f} ms"
        first = min((lane.lane for lane in of_process), default=0)
        self.add_instant(Instant(first, from_ns, InstantKind.DROPPED, text=text))

    def lose_sight(self) -> None:
        """Some of what the watch would have told was lost: who has what is not known."""
        self._growth.lanes.lose_sight()

    def end_process(self, process: int, time: int) -> None:
        """A process is gone, whether or not it could say so."""
        self._living.end_process(process, time)

    def depart(self, lane: int, time: int) -> None:
        """The lane's thread is gone, and was known to be by this time."""
        self._living.depart(lane, time)

    def expect_signals(self, process: int) -> None:
        """The process handles signals itself, so it is not only its threads that can
        wake each other.
        """
        self.timeline.signalled.add(process)

    def reach(self, now: int) -> None:
        """The run is known up to now."""
        self.timeline.now = max(now, self.timeline.now, self._latest)

    def take_frame(
        self, now: int, findings: Iterable[Finding] = (), cost: Cost | None = None
    ) -> Frame:
        """What became known since the last frame was taken; perhaps nothing but `now`."""
        self.reach(now)
        self._growth.lanes.evidence.settle(now)
        for finding in findings:
            self.timeline.findings[finding.id] = finding
            self._taking.findings[finding.id] = None
        if cost is not None:
            self.timeline.cost = cost
        frame = self._taking.take(cost)
        self._window.slide()
        return frame

    def end(self, now: int, findings: Iterable[Finding] = (), cost: Cost | None = None) -> Frame:
        """The run is over: close every open span and hold, and take the last frame."""
        timeline = self.timeline
        now = max(now, timeline.now, self._latest)
        for lane in self._growth.lanes.open.values():
            self._growth.lanes.end(lane, now)
        self._growth.holds.end(now)
        return self.take_frame(now, findings, cost)
