"""A chunk: some tens of thousands of spans of a log, summed up for tiles of time.

A chunk is a run of whole lines. The time from the moment known before its first line to
the one known after its last is its own, and the chunks of a log tile the run. That time is
divided into buckets of a power of two nanoseconds, aligned to zero and about a hundred to a
chunk, and of each lane is told, to the nanosecond, how long it was in each state in each.
Sums of whole buckets are exact, so a picture of any number of spans can be drawn from few
numbers without one that lies.

A span that began before its chunk did is not summed but kept as it is: it *crosses*. There
is about one per lane and chunk, and what remains lies in the chunk's own buckets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, repeat
from typing import TypeAlias

from app.events import OP_CPU, OP_GIL
from app.timeline.columns import Hold, Span
from app.timeline.model import FlowKind, State
from app.timeline.standing import JsonObject, Standing
from app.timeline.tallies import Tally

CHUNK_SPANS = 1 << 16
"""A megabyte of log: what a page gets in a tenth of a second when it wants single spans."""
CHUNK_BYTES = 1 << 21
"""Of a log that tells of much else."""
MOST_BUCKETS = 128
LEAST_BUCKETS = 32
CELLS = 2048
"""Buckets times lanes, about: where lanes are many, buckets are fewer."""

WANTED_GIL, WANTED_CPU, SPANS = len(State), len(State) + 1, len(State) + 2
"""Slots beside one per state: of runnable time that for want of the GIL, and of a processor;
and how many spans began."""
SLOTS = len(State) + 3
HELD, HANDED, HANDING = 0, 1, 2
"""Slots of a GIL and a lane: how long it was held, how often handed over to it, and how long
that took."""
RUNNABLE = int(State.RUNNABLE)
COLUMNS = ("lane", "duration", "state", "object", "site", "operation", "certainty")
LACKED = {OP_GIL: WANTED_GIL, OP_CPU: WANTED_CPU}

Key: TypeAlias = tuple[int, int, int]
"""The GIL or 0, the lane, and the slot."""
Cells: TypeAlias = dict[Key, list[int]]
"""Per key a number for each bucket."""


@dataclass(slots=True)
class Chunk:
    """Lines of a log, and what their spans sum up to."""

    line: int
    offset: int
    """The number of the first line, and of the bytes before it."""
    begin: int
    snapshot: JsonObject
    """How things stood before the first line."""
    end: int = 0
    end_offset: int = 0
    spans: int = 0
    level: int = 0
    """A bucket is two to the power of this many nanoseconds long."""
    first: int = 0
    """The number of the first bucket, counted from zero time."""
    cells: Cells = field(default_factory=dict)
    crossing: list[Span] = field(default_factory=list)
    crossing_holds: list[Hold] = field(default_factory=list)
    """Of any object. Those of a GIL are not in the cells."""
    gils: frozenset[int] = frozenset()
    tally: Tally = field(default_factory=Tally)

    def let_go(self) -> None:
        """Keep what an overview tells, of all chunks of a run at once."""
        self.snapshot = {}
        self.cells.clear()
        self.crossing.clear()
        self.crossing_holds.clear()
        self.tally = Tally()


class Chunker:
    """Makes chunks of the frames of a log, in order; it begins where the log does, or later."""

    def __init__(
        self, standing: Standing, line: int, offset: int, most_spans: int = CHUNK_SPANS
    ) -> None:
        self.standing = standing
        self._most = most_spans
        self._line = line
        self._offset = offset
        self._level = 0
        self._chunk = self._begin()
        self._frames: list[JsonObject] = []

    def take(self, frame: JsonObject, size: int) -> Chunk | None:
        """Take the next line, of so many bytes; return the chunk that it completes, if any."""
        self.standing.take(frame)
        self._frames.append(frame)
        self.skip(size)
        self._chunk.spans += len(frame["spans"]["lane"]) if "spans" in frame else 0
        bytes_taken = self._offset - self._chunk.offset
        full = self._chunk.spans >= self._most or bytes_taken >= CHUNK_BYTES
        return self.cut() if full else None

    def skip(self, size: int) -> None:
        """Pass over a line that is no frame."""
        self._line += 1
        self._offset += size
        if not self._frames:
            self._chunk = self._begin()

    def cut(self) -> Chunk:
        """End the chunk here."""
        chunk = self._chunk
        chunk.end = self.standing.now
        chunk.end_offset = self._offset
        chunk.gils = frozenset(self.standing.gils)
        self._level = chunk.level = _level(chunk, self._frames, self._level)
        chunk.first = chunk.begin >> chunk.level
        _sum_up(chunk, self._frames)
        self._frames = []
        self._chunk = self._begin()
        return chunk

    @property
    def is_empty(self) -> bool:
        """Whether no line was taken since the last chunk."""
        return not self._frames

    def _begin(self) -> Chunk:
        now = self.standing.now
        return Chunk(self._line, self._offset, now, self.standing.snapshot(self._line - 1))


def _level(chunk: Chunk, frames: list[JsonObject], before: int) -> int:
    """The length of a bucket: that of the chunk before while it is about right, for what is
    drawn of several chunks is drawn in the longest.
    """
    lanes = set[int]().union(*(frame["spans"]["lane"] for frame in frames if "spans" in frame))
    buckets = min(max(CELLS // max(len(lanes), 1), LEAST_BUCKETS), MOST_BUCKETS)
    length = chunk.end - chunk.begin
    if before and buckets // 4 <= length >> before <= buckets:
        return before
    return (length // buckets).bit_length()


def _sum_up(chunk: Chunk, frames: list[JsonObject]) -> None:
    for frame in frames:
        chunk.tally.take(frame, chunk.gils)
        if spans := frame.get("spans"):
            _add_spans(chunk, spans)
        if holds := frame.get("holds"):
            _add_holds(chunk, holds)
        if flows := frame.get("flows"):
            _add_hand_overs(chunk, flows)


def row_of(chunk: Chunk, key: Key) -> list[int]:
    """The numbers of a key, one per bucket; zeros where there were none."""
    if key not in chunk.cells:
        chunk.cells[key] = [0] * ((chunk.end >> chunk.level) - chunk.first + 1)
    return chunk.cells[key]


def spread(row: list[int], first: int, level: int, start: int, end: int) -> None:
    """Add the time from start to end to the buckets that it lies in."""
    at, last = start >> level, end >> level
    while at < last:
        edge = (at + 1) << level
        row[at - first] += edge - start
        start, at = edge, at + 1
    if end > start:
        row[at - first] += end - start


def _add_spans(chunk: Chunk, spans: JsonObject) -> None:
    """The hottest loop of indexing, so it is written plainly."""
    begin, end, level, first = chunk.begin, chunk.end, chunk.level, chunk.first
    operations = spans["operation"]
    known: dict[int, list[list[int]]] = {}
    columns = spans["lane"], accumulate(spans["start"]), spans["duration"], spans["state"]
    for number, (lane, start, duration, state) in enumerate(zip(*columns, strict=True)):
        if start < begin or start + duration > end:
            chunk.crossing.append(span_of(spans, number, start))
            continue
        rows = known.get(lane)
        if rows is None:
            rows = known[lane] = [row_of(chunk, (0, lane, slot)) for slot in range(SLOTS)]
        at = start >> level
        rows[SPANS][at - first] += 1
        if (start + duration) >> level == at:
            rows[state][at - first] += duration
        else:
            spread(rows[state], first, level, start, start + duration)
        if state == RUNNABLE and (slot := LACKED.get(operations[number])):
            spread(rows[slot], first, level, start, start + duration)


def span_of(spans: JsonObject, number: int, start: int) -> Span:
    """One span of a frame, of which the start is known."""
    lane, duration, state, object_id, site, operation, certainty = (
        spans[name][number] for name in COLUMNS
    )
    return Span(lane, start, start + duration, state, object_id, site, operation, certainty)


def _add_holds(chunk: Chunk, holds: JsonObject) -> None:
    certainties = holds.get("certainty") or repeat(0, len(holds["lane"]))
    starts = accumulate(holds["start"])
    columns = (holds["object"], holds["lane"], starts, holds["duration"], holds["site"])
    gils, begin = chunk.gils, chunk.begin
    for object_id, lane, start, duration, site, certainty in zip(
        *columns, certainties, strict=True
    ):
        if start < begin or start + duration > chunk.end:
            hold = Hold(object_id, lane, start, start + duration, site, certainty)
            chunk.crossing_holds.append(hold)
        elif object_id in gils:
            row = row_of(chunk, (object_id, lane, HELD))
            spread(row, chunk.first, chunk.level, start, start + duration)


def _add_hand_overs(chunk: Chunk, flows: JsonObject) -> None:
    columns = (flows["kind"], flows["object"], flows["to_lane"])
    times = accumulate(flows["from"]), accumulate(flows["to"])
    for kind, gil, lane, begun, done in zip(*columns, *times, strict=True):
        if kind == FlowKind.GIL:
            # One that was seen late counts in the chunk that tells of it.
            at = (min(max(done, chunk.begin), chunk.end) >> chunk.level) - chunk.first
            row_of(chunk, (gil, lane, HANDED))[at] += 1
            row_of(chunk, (gil, lane, HANDING))[at] += done - begun
