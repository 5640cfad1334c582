"""The holds of a growing timeline: who took which object when, and who gave it back.

A lock has one holder. When an acquire is seen while another lane still holds the lock,
the release was overtaken on its way or lost: it is taken to have happened by then, for
the lock itself cannot be wrong. So holds of one lock never overlap.

A semaphore has several holders, unless it is used as a signal: once somebody releases it
who did not acquire it, nobody possesses anything, and no holds are kept from there on.
"""

from __future__ import annotations

from collections.abc import Set

from app.events import FOREIGN, SEEN, Event
from app.timeline.model import Certainty
from app.timeline.timeline import OpenHold, Timeline

SEMAPHORES = ("Semaphore", "BoundedSemaphore")


class Holds:
    """Opens and closes holds; the one writer of them."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.open = timeline.open_holds
        self.fresh: list[OpenHold] = []
        self._free_from: dict[int, int] = {}
        self._signals: set[int] = set()

    def take_lock(self, event: Event) -> None:
        """The lane now holds the lock, whoever seemed to."""
        time, lock = event.time, event.object
        held = self.open.get(lock)
        if held:
            if held[0].lane == event.lane:
                return
            self._close(held.pop(), time)
        free_from = self._free_from.get(lock, 0)
        start = time if time > free_from else free_from
        certainty = Certainty.SAMPLED if event.flags & SEEN else Certainty.EXACT
        hold = OpenHold(lock, event.lane, start, event.site, certainty)
        self.open[lock] = [hold]
        self.fresh.append(hold)

    def give_lock(self, event: Event) -> None:
        """The lock is free again. A release by another lane than the holder is either
        said to be foreign, or it was overtaken by the next acquire and comes too late.
        """
        held = self.open.get(event.object)
        if held and (held[0].lane == event.lane or event.flags & FOREIGN):
            self._close(held.pop(), event.time)

    def free_lock(self, event: Event) -> None:
        """Nobody that is known of holds the lock any more."""
        self._close_all(self.open.get(event.object, []), event.time)

    def take_permit(self, event: Event) -> None:
        """The lane holds one more permit of the semaphore."""
        row = self.timeline.objects.get(event.object)
        if event.object in self._signals or row is None or row.kind not in SEMAPHORES:
            return
        hold = OpenHold(event.object, event.lane, event.time, event.site)
        self.open.setdefault(event.object, []).append(hold)
        self.fresh.append(hold)

    def give_permits(self, event: Event) -> None:
        """The lane gives back permits, its oldest ones first."""
        if event.object in self._signals:
            return
        held = self.open.get(event.object, [])
        for _ in range(event.link):
            own = next((hold for hold in held if hold.lane == event.lane), None)
            if own is None:
                self._signals.add(event.object)
                self._close_all(held, event.time)
                return
            held.remove(own)
            self._close(own, event.time)

    def forget(self, lanes: set[int], time: int) -> None:
        """Releases may have been lost: these lanes are no longer known to hold anything."""
        for held in self.open.values():
            for hold in [hold for hold in held if hold.lane in lanes]:
                held.remove(hold)
                self._close(hold, time)

    def end(self, time: int) -> None:
        """Nobody holds anything any more."""
        for held in self.open.values():
            self._close_all(held, time)

    def let_go(self, objects: Set[int]) -> None:
        """Objects that nobody holds and that have been idle for long."""
        for number in self.open.keys() & objects:
            del self.open[number]
        for number in self._free_from.keys() & objects:
            del self._free_from[number]
        self._signals -= objects

    def _close_all(self, held: list[OpenHold], time: int) -> None:
        while held:
            self._close(held.pop(0), time)

    def _close(self, hold: OpenHold, time: int) -> None:
        end = max(time, hold.start)
        self._free_from[hold.object] = end
        row = hold.object, hold.lane, hold.start, end, hold.site, hold.certainty
        self.timeline.holds.append(row)
        hold.ended = True
