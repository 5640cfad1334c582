"""Reactions to what is handed from thread to thread: items of queues, tasks, results."""

from __future__ import annotations

from app.events import (
    FUTURE_CALLED_BACK,
    FUTURE_RESOLVED,
    QUEUE_GOT,
    QUEUE_PUT,
    QUEUE_REFUSED,
    QUEUE_TASK_DONE,
    SHARED,
    TASK_BEGAN,
    TASK_CANCELLED,
    TASK_ENDED,
    TASK_SUBMITTED,
    Event,
)
from app.timeline.growth import Growth, Reaction
from app.timeline.messaging import Messaging
from app.timeline.model import FlowKind
from app.timeline.open_lane import Doing
from app.timeline.timeline import Task


class Handing:
    """What queues, executors and futures do to a timeline."""

    def __init__(self, growth: Growth) -> None:
        self.lanes = growth.lanes
        self.waits = growth.waits
        self.causes = growth.causes
        self.timeline = growth.timeline
        self.tasks = growth.timeline.tasks
        self.reactions: dict[int, Reaction] = {
            QUEUE_PUT: self._put,
            QUEUE_GOT: self._got,
            QUEUE_REFUSED: self._refused,
            QUEUE_TASK_DONE: self._task_done,
            TASK_SUBMITTED: self._submitted,
            TASK_BEGAN: self._began,
            TASK_ENDED: self._ended,
            TASK_CANCELLED: self._cancelled,
            FUTURE_RESOLVED: self._resolved,
            FUTURE_CALLED_BACK: self._called_back,
            **Messaging(growth).reactions,
        }
        self._finished: dict[int, Event] = {}
        """Future -> the end of its task in another process, which brings the result."""

    def _put(self, event: Event) -> None:
        if self.waits.acted(event):
            self.causes.draw(FlowKind.RELEASE_ACQUIRE, event)
        self.causes.remember_ticket(FlowKind.PUT_GET, event.link, event)
        self._count(event, +1)

    def _got(self, event: Event) -> None:
        self.waits.acted(event)
        self.causes.draw_ticket(FlowKind.PUT_GET, event.link, event)
        self.causes.remember(FlowKind.RELEASE_ACQUIRE, event)
        self._count(event, -1)

    def _count(self, event: Event, change: int) -> None:
        """The length after; of a queue between processes nobody knows it, so we count."""
        length = event.value
        if length < 0:
            length = max(self.timeline.values.get(event.object, 0) + change, 0)
        self.timeline.count(event.object, event.time, length)

    def _refused(self, event: Event) -> None:
        if not self.waits.end(event):
            self.waits.moved_on(event)

    def _task_done(self, event: Event) -> None:
        self.waits.acted(event)
        if event.value == 0:
            self.causes.remember(FlowKind.NOTIFY_WAIT, event)

    def _submitted(self, event: Event) -> None:
        self.waits.acted(event)
        self.causes.remember_ticket(FlowKind.SUBMIT_RUN, event.link, event)
        self.tasks[event.link] = Task(
            event.link, event.object, event.value, event.lane, event.time, event.site
        )

    def _began(self, event: Event) -> None:
        opened = self.waits.moved_on(event)
        self.lanes.switch(opened, event.time, Doing(site=event.site))
        task = self.tasks.get(event.link)
        if task is not None:
            task.lane = event.lane
        self.causes.draw_ticket(FlowKind.SUBMIT_RUN, event.link, event)

    def _ended(self, event: Event) -> None:
        opened = self.waits.moved_on(event)
        self.lanes.switch(opened, event.time, Doing())
        task = self.tasks.pop(event.link, None)
        if task is not None and event.flags & SHARED:
            self._finished[task.future] = event._replace(object=task.future)

    def _cancelled(self, event: Event) -> None:
        self.tasks.pop(event.link, None)

    def _resolved(self, event: Event) -> None:
        self.waits.acted(event)
        self.causes.remember(FlowKind.RESULT, self._finished.pop(event.object, event))

    def _called_back(self, event: Event) -> None:
        self.waits.acted(event)
