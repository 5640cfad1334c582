"""Holders: who was seen to have a GIL, made into takes and drops that nobody told.

A hold is known at the looks only. Between two looks with different answers the GIL changed
hands at a time nobody knows: the middle is wrong by half of the way at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.events import GIL_DROPPED, GIL_TAKEN, SEEN, Event
from app.runs.gil import Holding
from app.runs.watch import Watch

FAR_NS = 80_000_000
"""Looks that are so far apart have nothing to do with each other."""


class Holders:
    """Remembers who had each GIL at the last look."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._lanes: dict[int, int] = {}
        self._looked = 0

    @property
    def saw_any(self) -> bool:
        """Whether anybody had a GIL at the last look; then the next one may see it dropped."""
        return any(self._lanes.values())

    def moments(self, now: int, holdings: Mapping[int, Holding | None]) -> Iterator[Event]:
        """Yield what has happened since the last look, as far as it shows."""
        far = now - self._looked > FAR_NS
        left, taken = (self._looked, now) if far else ((self._looked + now) // 2,) * 2
        for process, holding in holdings.items():
            gil = self._watch.gils[process]
            before = self._lanes.get(process, 0)
            holder = self._watch.lane(holding.thread) if holding else 0
            if before and (far or holder != before):
                yield Event(left, GIL_DROPPED, before, gil, flags=SEEN)
            if holder and (far or holder != before):
                yield Event(taken, GIL_TAKEN, holder, gil, flags=SEEN)
            self._lanes[process] = holder
        for process in self._lanes.keys() - holdings.keys():
            del self._lanes[process]
        self._looked = now
