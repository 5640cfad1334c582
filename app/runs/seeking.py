"""Seeking: the next span of a long recording that is at a place, or about an object.

Whoever looks for a function in a recording of any length asks for one span at a time. The
index knows which chunks tell of it, so none other is read. Spans are sought in the order of
their start, and a chunk tells of those that end in it: but only a *long* one may begin
before the chunk that precedes its own, and the long ones are known. So it is enough to read
chunks from where one is until the best that was found cannot be bettered.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from app.store.tiles import TileReader
from app.timeline.chunks import span_of
from app.timeline.columns import Span
from app.timeline.tallies import chunks_with
from app.timeline.upgrades import upgrade

Step = Literal[1, -1]


class Spot(NamedTuple):
    """A place on the lanes, in the order in which spans are sought."""

    ns: int
    lane: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Spans at any of these sites, or about any of these objects."""

    kind: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Found:
    """The next span, if there is one, and how many there are in all."""

    span: Span | None
    total: int


def seek(reader: TileReader, sought: Sought, here: Spot, step: Step) -> Found:
    """Return the next span after a place, or the last one before it."""
    counted = chunks_with(reader.part(sought.kind), sought.ids)
    still_open = list(_matching(reader.part("open"), sought))
    best = _nearest([*_matching(reader.part("long"), sought), *still_open], here, step, None)
    for chunk in _way(reader, counted, here, step):
        if best is not None and _is_beyond(reader, chunk, best, step):
            break
        best = _nearest(_spans(reader, chunk, sought), here, step, best)
    return Found(best, sum(counted.values()) + len(still_open))


def _matching(rows: list[list[int]], sought: Sought) -> Iterator[Span]:
    column = Span._fields.index(sought.kind)
    return (Span(*row) for row in rows if row[column] in sought.ids)


def _nearest(spans: Iterable[Span], here: Spot, step: Step, best: Span | None) -> Span | None:
    """The best of these that lie beyond a place, or one that was found before."""
    beyond = [span for span in spans if (_spot(span) > here if step > 0 else _spot(span) < here)]
    if best is not None:
        beyond.append(best)
    return (min if step > 0 else max)(beyond, key=_spot, default=None)


def _spot(span: Span) -> Spot:
    return Spot(span.start, span.lane)


def _way(reader: TileReader, counted: dict[int, int], here: Spot, step: Step) -> list[int]:
    """The chunks that may tell of a span beyond a place, the nearest first."""
    if step > 0:
        first = bisect_left(reader.chunks, here.ns, key=lambda chunk: chunk.end)
        return [chunk for chunk in counted if chunk >= first]
    # A chunk begins where the one before ends: what begins there may be told after both.
    last = bisect_right(reader.chunks, here.ns, key=lambda chunk: chunk.begin)
    return [chunk for chunk in reversed(counted) if chunk <= last]


def _is_beyond(reader: TileReader, chunk: int, best: Span, step: Step) -> bool:
    """Whether all spans of a chunk, and of those behind it, lie beyond one that was found."""
    if step > 0:
        return best.start < reader.chunks[max(chunk - 1, 0)].begin
    return best.start > reader.chunks[chunk].end


def _spans(reader: TileReader, chunk: int, sought: Sought) -> Iterator[Span]:
    for piece in reader.lines(range(chunk, chunk + 1)):
        for line in piece.splitlines():
            spans = upgrade(json.loads(line), reader.log_version).get("spans")
            if spans is None or sought.ids.isdisjoint(spans[sought.kind]):
                continue
            starts = list(accumulate(spans["start"]))
            for number, each in enumerate(spans[sought.kind]):
                if each in sought.ids:
                    yield span_of(spans, number, starts[number])
