"""The waits of a growing timeline: how blocked spans begin, end, and end unseen.

Waits of one lane never nest. An open wait is ended by an event that says so, or, when
that event was lost, by the next thing its lane does: then the span ends there, inferred.
"""

from __future__ import annotations

from collections.abc import Set

from app.events import (
    OP_CPU,
    OP_PROCESS,
    OP_SEND,
    OP_SLEEP,
    OPERATION_MASK,
    OPERATIONS,
    TIMED_OUT,
    WAITED,
    Event,
)
from app.timeline.lanes import Lanes
from app.timeline.model import Instant, InstantKind, State
from app.timeline.open_lane import EXACT, INFERRED, Doing, OpenLane
from app.timeline.timeline import Timeline

BLOCKED, SLEEPING, RUNNABLE = int(State.BLOCKED), int(State.SLEEPING), int(State.RUNNABLE)
IO = int(State.IO)
STATES = [BLOCKED] * len(OPERATIONS)
STATES[OP_SLEEP] = SLEEPING
STATES[OP_SEND : OP_PROCESS + 1] = [IO] * (OP_PROCESS + 1 - OP_SEND)
"""What a lane is in while it waits: for another thread, for time, or in the kernel."""
LATE_NS = 500_000
"""A kernel's timer and wake-up take a tenth of that; what is longer has another cause."""
WOKEN_LATE_NS = 150_000
"""The same where the wait for the GIL that follows is known and does not count."""
COUNTED_BY_VALUE = frozenset(
    ("Semaphore", "BoundedSemaphore", "Queue", "LifoQueue", "PriorityQueue", "SimpleQueue")
)
"""Kinds whose counter is their own value; for all others it is the number of waiters."""
NOBODY: frozenset[int] = frozenset()


class Waits:
    """Opens and closes blocked spans, and counts who waits for what."""

    def __init__(self, timeline: Timeline, lanes: Lanes) -> None:
        self.timeline = timeline
        self.lanes = lanes
        self.open = lanes.open
        """The fold sees to it that the lane of every event has begun."""
        self._waiting: dict[int, set[int]] = {}

    def began(self, event: Event) -> None:
        """`wait.began`."""
        opened = self.moved_on(event)
        operation = event.flags & OPERATION_MASK
        if operation >= len(OPERATIONS):
            operation = 0
        doing = Doing(STATES[operation], event.object, event.site, operation, EXACT, event.value)
        self.lanes.switch(opened, event.time, doing)
        self._count(event.object, event.lane, event.time, waits=True)

    def slept(self, event: Event) -> None:
        """`sleep.began`; in a wait for something outside that is how a library waits for it."""
        opened = self.open[event.lane]
        if opened.told and opened.state == IO:
            return
        self.moved_on(event)
        doing = Doing(SLEEPING, 0, event.site, OP_SLEEP, EXACT, event.value)
        self.lanes.switch(opened, event.time, doing)

    def woke(self, event: Event) -> None:
        """`sleep.ended`: whoever oversleeps was waiting for the GIL or for a processor.

        For a processor, if it is known how long it wanted the GIL: that comes after `time`.
        """
        opened = self.open[event.lane]
        if opened.state == SLEEPING:
            due = opened.start + opened.limit
            late, operation = (WOKEN_LATE_NS, OP_CPU) if opened.means.woke else (LATE_NS, 0)
            if opened.limit > 0 and event.time - due > late:
                doing = Doing(RUNNABLE, site=opened.site, operation=operation)
                self.lanes.switch(opened, due, doing)
            self.lanes.switch(opened, event.time, Doing(site=event.site or opened.site))

    def end(self, event: Event) -> bool:
        """The lane's wait for the object is over; false if none was open."""
        opened = self.open[event.lane]
        if event.flags & TIMED_OUT:
            self._time_out(opened, event)
        if not waits_for(opened, event.object):
            return False
        self.lanes.switch(opened, event.time, Doing(site=event.site or opened.site))
        self._count(event.object, event.lane, event.time, waits=False)
        return True

    def acted(self, event: Event) -> bool:
        """The lane did something; true if that ended its wait for the same object."""
        opened = self.open[event.lane]
        if event.flags & (WAITED | TIMED_OUT) and self.end(event):
            return True
        if opened.state or opened.samples or opened.moments:
            self._resume(opened, event.time)
        return False

    def moved_on(self, event: Event) -> OpenLane:
        """The lane did something, so it neither waits nor sleeps any more."""
        opened = self.open[event.lane]
        if opened.state or opened.samples or opened.moments:
            self._resume(opened, event.time)
        return opened

    def _resume(self, opened: OpenLane, time: int) -> None:
        if opened.ended or opened.in_handler:
            return
        self.lanes.evidence.settle_lane(opened, time)
        waited_for = opened.object
        if opened.told or (opened.operation and opened.certainty == INFERRED):
            opened.certainty = INFERRED
            self.lanes.switch(opened, time, Doing(site=opened.site))
            self._count(waited_for, opened.lane, time, waits=False)
        else:
            self.lanes.resume(opened, time)
            self._count(waited_for, opened.lane, time, waits=False)

    def leave(self, opened: OpenLane, time: int) -> None:
        """The lane is over: it waits for nothing."""
        if opened.operation:
            self._count(opened.object, opened.lane, time, waits=False)

    def let_go(self, objects: Set[int]) -> None:
        """Objects that nobody waits for and that have been idle for long."""
        for number in self._waiting.keys() & objects:
            del self._waiting[number]

    def _time_out(self, opened: OpenLane, event: Event) -> None:
        text = f"after {opened.limit / 1e6:g} ms" if opened.limit >= 0 else ""
        self.timeline.instants.append(
            Instant(event.lane, event.time, InstantKind.TIMEOUT, event.site, event.object, text)
        )

    def _count(self, object_id: int, lane: int, time: int, *, waits: bool) -> None:
        row = self.timeline.objects.get(object_id)
        if row is None or row.kind in COUNTED_BY_VALUE:
            return
        waiting = self._waiting.get(object_id, NOBODY)
        if waits is (lane in waiting):
            return
        waiting = self._waiting.setdefault(object_id, set())
        if waits:
            waiting.add(lane)
        else:
            waiting.remove(lane)
        self.timeline.count(object_id, time, len(waiting))


def waits_for(lane: OpenLane, object_id: int) -> bool:
    """Whether the lane's open span is a wait for the object."""
    return lane.object == object_id and lane.state in (BLOCKED, IO) and lane.operation != 0
