"""Reactions to events of locks and semaphores."""

from __future__ import annotations

from app.events import (
    LOCK_ACQUIRED,
    LOCK_REFUSED,
    LOCK_RELEASED,
    SEMAPHORE_ACQUIRED,
    SEMAPHORE_REFUSED,
    SEMAPHORE_RELEASED,
    Event,
)
from app.timeline.growth import Growth, Reaction
from app.timeline.model import FlowKind

RELEASE = FlowKind.RELEASE_ACQUIRE


class Locking:
    """What locks and semaphores do to a timeline."""

    def __init__(self, growth: Growth) -> None:
        self.waits = growth.waits
        self.holds = growth.holds
        self.causes = growth.causes
        self.keep_signal = growth.timeline.keep_signal
        self.count = growth.timeline.count
        self.reactions: dict[int, Reaction] = {
            LOCK_ACQUIRED: self._acquired,
            LOCK_RELEASED: self._released,
            LOCK_REFUSED: self._refused,
            SEMAPHORE_ACQUIRED: self._permitted,
            SEMAPHORE_RELEASED: self._returned,
            SEMAPHORE_REFUSED: self._refused,
        }

    def _acquired(self, event: Event) -> None:
        if self.waits.acted(event):
            self.causes.draw(RELEASE, event)
        self.holds.take_lock(event)

    def _released(self, event: Event) -> None:
        self.waits.acted(event)
        if event.value <= 0:
            self.holds.give_lock(event)
            self.causes.remember(RELEASE, event)

    def _refused(self, event: Event) -> None:
        self.keep_signal(event)
        if not self.waits.end(event):
            self.waits.moved_on(event)

    def _permitted(self, event: Event) -> None:
        if self.waits.acted(event):
            self.causes.draw(RELEASE, event)
        self.holds.take_permit(event)
        self.count(event.object, event.time, event.value)

    def _returned(self, event: Event) -> None:
        self.waits.acted(event)
        # A release of none tells only with how many permits the semaphore was made.
        if event.link:
            self.holds.give_permits(event)
            self.causes.remember(RELEASE, event)
        self.count(event.object, event.time, event.value)
