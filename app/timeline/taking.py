"""Taking a frame: what a timeline has grown by since the last one was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from app.timeline.growth import Growth
from app.timeline.lines import Frame, HeldRow
from app.timeline.model import Cost

T = TypeVar("T")
OpenRow = tuple[int, int, int, int, int, int, int]


class Taking:
    """Remembers how far the last frame reached, and which table rows changed since."""

    def __init__(self, growth: Growth) -> None:
        self.timeline = growth.timeline
        self.lanes = growth.lanes
        self.holds = growth.holds
        self.processes: dict[int, None] = {}
        self.objects: dict[int, None] = {}
        self.files: dict[int, None] = {}
        self.sites: dict[int, None] = {}
        self.findings: dict[str, None] = {}
        self._told: dict[int, OpenRow] = {}
        self._spans = self._holds = self._flows = self._counters = self._instants = 0

    def take(self, cost: Cost | None) -> Frame:
        """The rows since the last frame."""
        timeline = self.timeline
        frame = Frame(
            now=timeline.now,
            processes=drain(self.processes, timeline.processes),
            lanes=drain(self.lanes.changed, timeline.lanes),
            objects=drain(self.objects, timeline.objects),
            files=drain(self.files, timeline.files),
            sites=drain(self.sites, timeline.sites),
            spans=timeline.spans.since(self._spans),
            holds=timeline.holds.since(self._holds),
            flows=timeline.flows.since(self._flows),
            instants=timeline.instants.since(self._instants),
            counters=timeline.counters.since(self._counters),
            open=self._open(),
            held=self._held(),
            findings=drain(self.findings, timeline.findings),
            cost=cost,
        )
        self._spans = len(timeline.spans)
        self._holds = len(timeline.holds)
        self._flows = len(timeline.flows)
        self._instants = timeline.instants.total
        self._counters = len(timeline.counters)
        return frame

    def _open(self) -> list[OpenRow]:
        rows = []
        for number in self.lanes.touched:
            lane = self.lanes.open[number]
            row = lane.row()
            if lane.ended:
                self._told.pop(number, None)
            elif self._told.get(number) != row:
                self._told[number] = row
                rows.append(row)
        self.lanes.touched.clear()
        return rows

    def _held(self) -> list[HeldRow]:
        rows = [
            (hold.object, hold.lane, hold.start, hold.site, hold.certainty)
            for hold in self.holds.fresh
            if not hold.ended
        ]
        self.holds.fresh.clear()
        return rows


K = TypeVar("K", int, str)


def drain(changed: dict[K, None], table: Mapping[K, T]) -> list[T]:
    """The changed rows, which from here on have been told."""
    rows = [table[key] for key in changed]
    changed.clear()
    return rows
