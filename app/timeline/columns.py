"""Growing columns: rows of one shape, kept as one array per field.

A row as an object costs 170–360 bytes and a garbage collector's visit; as a place in a
few arrays about forty. Rows are only ever appended, so a slice taken earlier stays true.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """What one lane did from `start` until `end`."""

    lane: int
    start: int
    end: int
    state: int
    object: int
    site: int
    operation: int
    certainty: int


class Hold(NamedTuple):
    """Who possessed an object from `start` until `end`; `site` is where it was taken."""

    object: int
    lane: int
    start: int
    end: int
    site: int
    certainty: int = 0


class Flow(NamedTuple):
    """A cause on one lane and its effect on another."""

    kind: int
    from_lane: int
    from_ns: int
    to_lane: int
    to_ns: int
    object: int


class Count(NamedTuple):
    """The value of an object's counter from `time` on."""

    object: int
    time: int
    value: int


# What is appended are plain tuples of the same fields: naming them costs as much time as
# storing them.
SpanRow: TypeAlias = tuple[int, int, int, int, int, int, int, int]
HoldRow: TypeAlias = tuple[int, int, int, int, int, int]
FlowRow: TypeAlias = tuple[int, int, int, int, int, int]
CountRow: TypeAlias = tuple[int, int, int]


class SpanColumns:
    """Spans, in the order in which they were closed."""

    __slots__ = ("certainty", "end", "lane", "object", "operation", "site", "start", "state")

    def __init__(self) -> None:
        self.lane = array("q")
        self.start = array("q")
        self.end = array("q")
        self.state = array("b")
        self.object = array("q")
        self.site = array("q")
        self.operation = array("b")
        self.certainty = array("b")

    def __len__(self) -> int:
        return len(self.lane)

    def __getitem__(self, index: int) -> Span:
        return Span(
            self.lane[index],
            self.start[index],
            self.end[index],
            self.state[index],
            self.object[index],
            self.site[index],
            self.operation[index],
            self.certainty[index],
        )

    def __iter__(self) -> Iterator[Span]:
        return (self[index] for index in range(len(self)))

    def since(self, first: int) -> SpanColumns:
        """The rows from the given one on."""
        rows = SpanColumns()
        rows.lane = self.lane[first:]
        rows.start = self.start[first:]
        rows.end = self.end[first:]
        rows.state = self.state[first:]
        rows.object = self.object[first:]
        rows.site = self.site[first:]
        rows.operation = self.operation[first:]
        rows.certainty = self.certainty[first:]
        return rows

    def extend(self, rows: SpanColumns) -> None:
        """Add the rows of another piece."""
        self.lane.extend(rows.lane)
        self.start.extend(rows.start)
        self.end.extend(rows.end)
        self.state.extend(rows.state)
        self.object.extend(rows.object)
        self.site.extend(rows.site)
        self.operation.extend(rows.operation)
        self.certainty.extend(rows.certainty)

    def append(self, row: SpanRow) -> None:
        """Add a closed span."""
        lane, start, end, state, object_id, site, operation, certainty = row
        self.certainty.append(certainty)
        self.end.append(end)
        self.lane.append(lane)
        self.object.append(object_id)
        self.operation.append(operation)
        self.site.append(site)
        self.start.append(start)
        self.state.append(state)


class HoldColumns:
    """Closed holds, in the order in which they ended."""

    __slots__ = ("certainty", "end", "lane", "object", "site", "start")

    def __init__(self) -> None:
        self.object = array("q")
        self.lane = array("q")
        self.start = array("q")
        self.end = array("q")
        self.site = array("q")
        self.certainty = array("b")

    def __len__(self) -> int:
        return len(self.lane)

    def __getitem__(self, index: int) -> Hold:
        return Hold(
            self.object[index],
            self.lane[index],
            self.start[index],
            self.end[index],
            self.site[index],
            self.certainty[index],
        )

    def __iter__(self) -> Iterator[Hold]:
        return (self[index] for index in range(len(self)))

    def since(self, first: int) -> HoldColumns:
        """The rows from the given one on."""
        rows = HoldColumns()
        rows.object = self.object[first:]
        rows.lane = self.lane[first:]
        rows.start = self.start[first:]
        rows.end = self.end[first:]
        rows.site = self.site[first:]
        rows.certainty = self.certainty[first:]
        return rows

    def extend(self, rows: HoldColumns) -> None:
        """Add the rows of another piece."""
        self.object.extend(rows.object)
        self.lane.extend(rows.lane)
        self.start.extend(rows.start)
        self.end.extend(rows.end)
        self.site.extend(rows.site)
        self.certainty.extend(rows.certainty)

    def append(self, row: HoldRow) -> None:
        """Add a hold that has ended."""
        object_id, lane, start, end, site, certainty = row
        self.certainty.append(certainty)
        self.end.append(end)
        self.lane.append(lane)
        self.object.append(object_id)
        self.site.append(site)
        self.start.append(start)


class FlowColumns:
    """Flows, in the order in which their effects were seen."""

    __slots__ = ("from_lane", "from_ns", "kind", "object", "to_lane", "to_ns")

    def __init__(self) -> None:
        self.kind = array("b")
        self.from_lane = array("q")
        self.from_ns = array("q")
        self.to_lane = array("q")
        self.to_ns = array("q")
        self.object = array("q")

    def __len__(self) -> int:
        return len(self.kind)

    def __getitem__(self, index: int) -> Flow:
        return Flow(
            self.kind[index],
            self.from_lane[index],
            self.from_ns[index],
            self.to_lane[index],
            self.to_ns[index],
            self.object[index],
        )

    def __iter__(self) -> Iterator[Flow]:
        return (self[index] for index in range(len(self)))

    def since(self, first: int) -> FlowColumns:
        """The rows from the given one on."""
        rows = FlowColumns()
        rows.kind = self.kind[first:]
        rows.from_lane = self.from_lane[first:]
        rows.from_ns = self.from_ns[first:]
        rows.to_lane = self.to_lane[first:]
        rows.to_ns = self.to_ns[first:]
        rows.object = self.object[first:]
        return rows

    def extend(self, rows: FlowColumns) -> None:
        """Add the rows of another piece."""
        self.kind.extend(rows.kind)
        self.from_lane.extend(rows.from_lane)
        self.from_ns.extend(rows.from_ns)
        self.to_lane.extend(rows.to_lane)
        self.to_ns.extend(rows.to_ns)
        self.object.extend(rows.object)

    def append(self, row: FlowRow) -> None:
        """Add a flow; a cause never comes after its effect, whatever the clocks say."""
        kind, from_lane, from_ns, to_lane, to_ns, object_id = row
        self.kind.append(kind)
        self.from_lane.append(from_lane)
        self.from_ns.append(min(from_ns, to_ns))
        self.to_lane.append(to_lane)
        self.to_ns.append(to_ns)
        self.object.append(object_id)


class CountColumns:
    """Values of counters, in the order in which they were seen."""

    __slots__ = ("object", "time", "value")

    def __init__(self) -> None:
        self.object = array("q")
        self.time = array("q")
        self.value = array("q")

    def __len__(self) -> int:
        return len(self.object)

    def __getitem__(self, index: int) -> Count:
        return Count(self.object[index], self.time[index], self.value[index])

    def __iter__(self) -> Iterator[Count]:
        return (self[index] for index in range(len(self)))

    def since(self, first: int) -> CountColumns:
        """The rows from the given one on."""
        rows = CountColumns()
        rows.object = self.object[first:]
        rows.time = self.time[first:]
        rows.value = self.value[first:]
        return rows

    def extend(self, rows: CountColumns) -> None:
        """Add the rows of another piece."""
        self.object.extend(rows.object)
        self.time.extend(rows.time)
        self.value.extend(rows.value)

    def append(self, row: CountRow) -> None:
        """Add a value."""
        object_id, time, value = row
        self.object.append(object_id)
        self.time.append(time)
        self.value.append(value)
