"""Growing columns: rows of one shape, kept as one array per field.

A row as an object costs 170–360 bytes and a garbage collector's visit; as a place in a
few arrays about forty. Rows are only ever appended, so a slice taken earlier stays true,
and the oldest may be let go: a row keeps its number.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import ClassVar, Generic, NamedTuple, Self, TypeAlias, TypeVar


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


Row = TypeVar("Row", Span, Hold, Flow, Count)


class Columns(Generic[Row]):
    """Rows in the order in which they were appended, each with its number from 0 on.

    `len` is how many there have been, and `first` the number of the oldest that is still
    here: numbers are looked up with `[]`, and the arrays begin at `first`.
    """

    __slots__ = ("first",)
    CODES: ClassVar[dict[str, str]]
    """The type of each column, in the order of the row's fields."""
    BY: ClassVar[str]
    """The column of the time by which rows leave."""

    first: int

    def __init__(self) -> None:
        self.first = 0
        for name, code in self.CODES.items():
            setattr(self, name, array(code))

    def __len__(self) -> int:
        return self.first + len(self._times())

    def __getitem__(self, number: int) -> Row:
        index = number - self.first
        if index < 0:
            raise IndexError(f"row {number} has left: the oldest is {self.first}")
        return self._row(index)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(index) for index in range(len(self._times())))

    def since(self, number: int) -> Self:
        """The rows from the given one on, as a piece of its own."""
        rows = type(self)()
        index = max(number - self.first, 0)
        for name in self.CODES:
            setattr(rows, name, getattr(self, name)[index:])
        return rows

    def extend(self, rows: Self) -> None:
        """Add the rows of another piece."""
        for name in self.CODES:
            getattr(self, name).extend(getattr(rows, name))

    def count_until(self, until: int) -> int:
        """How many of the rows that are here ended by then."""
        return bisect_right(self._times(), until)

    def forget(self, until: int) -> int:
        """Let the rows go that ended by then, and return when the last of them ended.

        They come nearly in this order; one that does not may go a little early or late.
        """
        times = self._times()
        gone = self.count_until(until)
        latest: int = max(times[:gone], default=0)
        for name in self.CODES:
            del getattr(self, name)[:gone]
        self.first += gone
        return latest

    def surplus_until(self, most: int, kept: int) -> int:
        """Until when rows must go to leave `kept` of them, if there are more than `most`."""
        times = self._times()
        return int(times[-kept - 1]) if len(times) > max(most, kept) else 0

    def _row(self, index: int) -> Row:
        raise NotImplementedError

    def _times(self) -> array[int]:
        times: array[int] = getattr(self, self.BY)
        return times


class SpanColumns(Columns[Span]):
    """Spans, in the order in which they were closed."""

    __slots__ = ("certainty", "end", "lane", "object", "operation", "site", "start", "state")
    CODES: ClassVar[dict[str, str]] = {
        "lane": "q",
        "start": "q",
        "end": "q",
        "state": "b",
        "object": "q",
        "site": "q",
        "operation": "b",
        "certainty": "b",
    }
    BY: ClassVar[str] = "end"

    lane: array[int]
    start: array[int]
    end: array[int]
    state: array[int]
    object: array[int]
    site: array[int]
    operation: array[int]
    certainty: array[int]

    def _row(self, index: int) -> Span:
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


class HoldColumns(Columns[Hold]):
    """Closed holds, in the order in which they ended."""

    __slots__ = ("certainty", "end", "lane", "object", "site", "start")
    CODES: ClassVar[dict[str, str]] = {
        "object": "q",
        "lane": "q",
        "start": "q",
        "end": "q",
        "site": "q",
        "certainty": "b",
    }
    BY: ClassVar[str] = "end"

    object: array[int]
    lane: array[int]
    start: array[int]
    end: array[int]
    site: array[int]
    certainty: array[int]

    def _row(self, index: int) -> Hold:
        return Hold(
            self.object[index],
            self.lane[index],
            self.start[index],
            self.end[index],
            self.site[index],
            self.certainty[index],
        )

    def append(self, row: HoldRow) -> None:
        """Add a hold that has ended."""
        object_id, lane, start, end, site, certainty = row
        self.certainty.append(certainty)
        self.end.append(end)
        self.lane.append(lane)
        self.object.append(object_id)
        self.site.append(site)
        self.start.append(start)


class FlowColumns(Columns[Flow]):
    """Flows, in the order in which their effects were seen."""

    __slots__ = ("from_lane", "from_ns", "kind", "object", "to_lane", "to_ns")
    CODES: ClassVar[dict[str, str]] = {
        "kind": "b",
        "from_lane": "q",
        "from_ns": "q",
        "to_lane": "q",
        "to_ns": "q",
        "object": "q",
    }
    BY: ClassVar[str] = "to_ns"

    kind: array[int]
    from_lane: array[int]
    from_ns: array[int]
    to_lane: array[int]
    to_ns: array[int]
    object: array[int]

    def _row(self, index: int) -> Flow:
        return Flow(
            self.kind[index],
            self.from_lane[index],
            self.from_ns[index],
            self.to_lane[index],
            self.to_ns[index],
            self.object[index],
        )

    def append(self, row: FlowRow) -> None:
        """Add a flow; a cause never comes after its effect, whatever the clocks say."""
        kind, from_lane, from_ns, to_lane, to_ns, object_id = row
        self.kind.append(kind)
        self.from_lane.append(from_lane)
        self.from_ns.append(min(from_ns, to_ns))
        self.to_lane.append(to_lane)
        self.to_ns.append(to_ns)
        self.object.append(object_id)


class CountColumns(Columns[Count]):
    """Values of counters, in the order in which they were seen."""

    __slots__ = ("object", "time", "value")
    CODES: ClassVar[dict[str, str]] = {"object": "q", "time": "q", "value": "q"}
    BY: ClassVar[str] = "time"

    object: array[int]
    time: array[int]
    value: array[int]

    def _row(self, index: int) -> Count:
        return Count(self.object[index], self.time[index], self.value[index])

    def append(self, row: CountRow) -> None:
        """Add a value."""
        object_id, time, value = row
        self.object.append(object_id)
        self.time.append(time)
        self.value.append(value)
