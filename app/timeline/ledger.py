"""A ledger: the totals of a timeline per sync object and lane, kept up with its rows.

A wait that was cut off because its lane ended did not get what it waited for; it says
nothing about how long such waits take, and is left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.timeline.columns import Span
from app.timeline.model import State

if TYPE_CHECKING:
    from app.timeline.timeline import Timeline


@dataclass(slots=True)
class WaitTotals:
    """The waits for one object by one operation."""

    count: int = 0
    total_ns: int = 0
    by_lane: dict[int, int] = field(default_factory=dict)
    longest: Span | None = None
    first_ns: int = 0
    last_ns: int = 0

    def add(self, span: Span) -> None:
        """Count one more wait."""
        length = span.end - span.start
        if not self.count:
            self.first_ns = span.start
        self.count += 1
        self.total_ns += length
        self.last_ns = max(self.last_ns, span.end)
        self.by_lane[span.lane] = self.by_lane.get(span.lane, 0) + length
        if self.longest is None or length > self.longest.end - self.longest.start:
            self.longest = span


@dataclass(slots=True)
class HoldTotals:
    """The holds of one object."""

    count: int = 0
    total_ns: int = 0
    by_lane: dict[int, int] = field(default_factory=dict)
    first_ns: int = 0
    last_ns: int = 0

    def add(self, lane: int, start: int, end: int) -> None:
        """Count one more hold."""
        self.count += 1
        self.total_ns += end - start
        self.last_ns = end
        self.by_lane[lane] = self.by_lane.get(lane, 0) + end - start


@dataclass(slots=True)
class Ledger:
    """Totals of closed rows. `catch_up` first, then look."""

    waits: dict[tuple[int, int], WaitTotals] = field(default_factory=dict)
    """By object and operation."""
    holds: dict[int, HoldTotals] = field(default_factory=dict)
    wait_rows: dict[int, array[int]] = field(default_factory=dict)
    hold_rows: dict[int, array[int]] = field(default_factory=dict)
    """Where the closed waits and holds of each object stand in their columns."""
    _spans: int = 0
    _holds: int = 0

    def catch_up(self, timeline: Timeline) -> Ledger:
        """Count the rows that have come since the last time."""
        self._add_waits(timeline)
        self._add_holds(timeline)
        return self

    def let_go_of_objects(self, objects: Container[int]) -> None:
        """Objects that have been idle for long."""
        for table in (self.holds, self.hold_rows, self.wait_rows):
            for number in [number for number in table if number in objects]:
                del table[number]
        for key in [key for key in self.waits if key[0] in objects]:
            del self.waits[key]

    def let_go_of_lanes(self, lanes: set[int]) -> None:
        """Lanes that are gone: what they waited stays counted, but not as theirs."""
        tables = [each.by_lane for each in self.waits.values()]
        tables += [each.by_lane for each in self.holds.values()]
        for by_lane in tables:
            for lane in by_lane.keys() & lanes:
                del by_lane[lane]

    def lanes_told_of(self) -> set[int]:
        """Those with the longest wait for something."""
        return {totals.longest.lane for totals in self.waits.values() if totals.longest}

    def _add_waits(self, timeline: Timeline) -> None:
        spans, lanes = timeline.spans, timeline.lanes
        self._spans = max(self._spans, spans.first)
        new = spans.since(self._spans)
        for row, (state, operation) in enumerate(
            zip(new.state, new.operation, strict=True), self._spans
        ):
            if state == State.BLOCKED and operation:
                span = spans[row]
                self.wait_rows.setdefault(span.object, array("q")).append(row)
                lane = lanes.get(span.lane)
                if lane is None or span.end != lane.end:
                    key = span.object, span.operation
                    self.waits.setdefault(key, WaitTotals()).add(span)
        self._spans = len(spans)

    def _add_holds(self, timeline: Timeline) -> None:
        self._holds = max(self._holds, timeline.holds.first)
        holds = timeline.holds.since(self._holds)
        rows = zip(holds.object, holds.lane, holds.start, holds.end, strict=True)
        for row, (object_id, lane, start, end) in enumerate(rows, self._holds):
            totals = self.holds.get(object_id)
            if totals is None:
                totals = self.holds[object_id] = HoldTotals(first_ns=start)
                self.hold_rows[object_id] = array("q")
            self.hold_rows[object_id].append(row)
            totals.add(lane, start, end)
        self._holds += len(holds)
