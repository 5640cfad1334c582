"""Reactions to what threads tell each other: conditions, events, barriers, and the
ends of waits that such a signal, a join or a result brings about.
"""

from __future__ import annotations

from app.events import (
    BARRIER_BROKEN,
    BARRIER_PASSED,
    CONDITION_NOTIFIED,
    EVENT_CLEARED,
    EVENT_SET,
    OP_BARRIER,
    OP_JOIN,
    OP_PROCESS,
    OP_RESULT,
    OP_WAIT,
    OPERATION_MASK,
    SLEEP_BEGAN,
    SLEEP_ENDED,
    TIMED_OUT,
    WAIT_BEGAN,
    WAIT_ENDED,
    Event,
)
from app.timeline.growth import Growth, Reaction
from app.timeline.model import FlowKind, InstantKind

WAKES = {
    OP_JOIN: (FlowKind.JOIN, FlowKind.NOTIFY_WAIT),
    OP_PROCESS: (FlowKind.JOIN,),
    OP_WAIT: (FlowKind.SET_WAIT, FlowKind.NOTIFY_WAIT),
    OP_RESULT: (FlowKind.RESULT,),
    OP_BARRIER: (FlowKind.BARRIER,),
}
"""By what a wait for an object is ended, if no ticket says more. (Joining a queue is
ended by its last task_done, which notifies. A condition between processes hands out no
tickets.)"""


class Signalling:
    """What signals and the ends of waits do to a timeline."""

    def __init__(self, growth: Growth) -> None:
        self.growth = growth
        self.waits = growth.waits
        self.causes = growth.causes
        self.lanes = growth.lanes
        self.keep_signal = growth.timeline.keep_signal
        self._notified_before: dict[int, int] = {}
        """Condition without tickets -> when it was notified the last time but one."""
        self.reactions: dict[int, Reaction] = {
            WAIT_BEGAN: self.waits.began,
            WAIT_ENDED: self._ended,
            SLEEP_BEGAN: self.waits.slept,
            SLEEP_ENDED: self.waits.woke,
            CONDITION_NOTIFIED: self._notified,
            EVENT_SET: self._set,
            EVENT_CLEARED: self._cleared,
            BARRIER_PASSED: self._passed,
            BARRIER_BROKEN: self._broken,
        }

    def _ended(self, event: Event) -> None:
        opened = self.lanes.open[event.lane]
        operation = (
            opened.operation if opened.object == event.object else event.flags & OPERATION_MASK
        )
        began = opened.start
        if not self.waits.end(event) or event.flags & TIMED_OUT:
            return
        if event.link and self.causes.draw_ticket(FlowKind.NOTIFY_WAIT, event.link, event):
            return
        if self._notified_before.get(event.object, began - 1) >= began:
            return  # several notifications since: which of them was meant for this lane?
        for kind in WAKES.get(operation, ()):
            self.causes.draw(kind, event)

    def _notified(self, event: Event) -> None:
        self.waits.acted(event)
        self.causes.remember_ticket(FlowKind.NOTIFY_WAIT, event.link, event)
        if event.value and not event.link:
            self._remember_notification(event)
        if event.value == 0:
            self.keep_signal(event)
            self.growth.mark(event, InstantKind.NOTE, "notified, but nobody was waiting")

    def _remember_notification(self, event: Event) -> None:
        before = self.causes.by_object.get((FlowKind.NOTIFY_WAIT, event.object))
        if before is not None:
            self._notified_before[event.object] = before.time
        self.causes.remember(FlowKind.NOTIFY_WAIT, event)

    def _set(self, event: Event) -> None:
        self.waits.acted(event)
        self.causes.remember(FlowKind.SET_WAIT, event)
        self.keep_signal(event)

    def _cleared(self, event: Event) -> None:
        self.waits.acted(event)
        self.keep_signal(event)

    def _passed(self, event: Event) -> None:
        """Its own wait, if it had one, was for the round before to leave the barrier."""
        if not self.waits.end(event):
            self.waits.moved_on(event)
        self.causes.remember(FlowKind.BARRIER, event)

    def _broken(self, event: Event) -> None:
        self.causes.remember(FlowKind.BARRIER, event)
        self.keep_signal(event)
        self.growth.mark(event, InstantKind.NOTE, "broke the barrier")
