"""Tiles say exactly what the spans say, at every level, of every stretch between two edges."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from app.events import Event
from app.timeline.chunks import LACKED, SPANS, Cells, Chunk, Chunker
from app.timeline.columns import Span
from app.timeline.model import FlowKind, State
from app.timeline.pyramid import TILE_BUCKETS, Pyramid
from app.timeline.standing import Standing
from app.timeline.tiles import encode_tile
from tests.timeline.programs import any_events, any_moment, programs, recorded

Tiles = dict[tuple[int, int], Cells]


def chunks_of(lines: list[str], most_spans: int) -> list[Chunk]:
    chunker = Chunker(Standing(), 0, 0, most_spans)
    chunks = [chunker.take(json.loads(line), len(line) + 1) for line in lines]
    return [*filter(None, chunks), *([] if chunker.is_empty else [chunker.cut()])]


def tiles_of(chunks: list[Chunk]) -> tuple[Tiles, Pyramid]:
    tiles: Tiles = {}

    def emit(level: int, index: int, cells: Cells) -> None:
        assert (level, index) not in tiles
        tiles[level, index] = cells

    pyramid = Pyramid(emit)
    for chunk in chunks:
        pyramid.add(chunk)
    pyramid.finish(chunks[-1].end)
    return tiles, pyramid


def overlap(start: int, end: int, row: Span) -> int:
    return max(0, min(end, row.end) - max(start, row.start))


def exact(spans: Iterable[Span], pyramid: Pyramid, level: int, index: int) -> Cells:
    """What a tile must say, added up span by span."""
    cells: Cells = defaultdict(lambda: [0] * TILE_BUCKETS)
    first = index * TILE_BUCKETS
    for span in set(spans) - set(pyramid.long):
        buckets = range(span.start >> level, (span.end >> level) + 1)
        for bucket in set(buckets) & set(range(first, first + TILE_BUCKETS)):
            ns = overlap(bucket << level, (bucket + 1) << level, span)
            cells[0, span.lane, span.state][bucket - first] += ns
            if span.state == State.RUNNABLE and span.operation in LACKED:
                cells[0, span.lane, LACKED[span.operation]][bucket - first] += ns
        if span.start >> level in range(first, first + TILE_BUCKETS):
            cells[0, span.lane, SPANS][(span.start >> level) - first] += 1
    return {key: row for key, row in cells.items() if any(row)}


def of_lanes(cells: Cells) -> Cells:
    return {key: row for key, row in cells.items() if key[0] == 0 and any(row)}


@given(
    programs() | any_events.filter(bool),
    st.lists(any_moment),
    st.integers(1, 4),
    st.integers(1, 6),
)
def test_a_tile_is_the_sum_of_its_spans_to_the_nanosecond(
    events: list[Event], moments: list[Event], every: int, most_spans: int
) -> None:
    timeline, lines = recorded(events, moments, every)
    tiles, pyramid = tiles_of(chunks_of(lines, most_spans))

    for (level, index), cells in tiles.items():
        assert of_lanes(cells) == exact(timeline.spans, pyramid, level, index)


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 400)), min_size=2, max_size=6),
    st.integers(1, 8),
)
@settings(max_examples=400)
def test_bursts_and_lulls_are_summed_each_in_buckets_of_its_own_length(
    phases: list[tuple[int, int]], most_spans: int
) -> None:
    """A lane in phases of equally long spans, told one by one while the next is going on.

    So most chunks are crossed into by a span, often from one whose buckets are shorter, and
    sometimes where one tile ends and another begins.
    """
    durations = [duration for count, duration in phases for _ in range(count)]
    ends = list(accumulate(durations))
    told = [
        Span(1, end - ns, end, number % 2 * State.BLOCKED, 0, 0, 0, 0)
        for number, (ns, end) in enumerate(zip(durations, ends, strict=True))
    ]
    lines = [
        _told(span, span.end + after // 2)
        for span, after in zip(told, [*durations[1:], 0], strict=True)
    ]

    tiles, pyramid = tiles_of(chunks_of(lines, most_spans))

    assert tiles
    for (level, index), cells in tiles.items():
        assert of_lanes(cells) == exact(told, pyramid, level, index)


def _told(span: Span, now: int) -> str:
    columns = span._asdict()
    columns["duration"] = columns.pop("end") - span.start
    spans = {name: [value] for name, value in columns.items()}
    return json.dumps({"type": "frame", "now": now, "spans": spans})


@given(programs() | any_events.filter(bool), st.lists(any_moment), st.integers(1, 6))
def test_one_tile_at_the_top_holds_the_whole_run(
    events: list[Event], moments: list[Event], most_spans: int
) -> None:
    timeline, lines = recorded(events, moments, 3)
    tiles, pyramid = tiles_of(chunks_of(lines, most_spans))

    assert [key for key in tiles if key[0] >= pyramid.top] in ([(pyramid.top, 0)], [])
    top = tiles.get((pyramid.top, 0), {})
    told: dict[tuple[int, int], int] = defaultdict(int)
    for (gil, lane, slot), row in top.items():
        if gil == 0 and slot in iter(State):
            told[lane, slot] += sum(row)
    for span in pyramid.long:
        told[span.lane, span.state] += span.end - span.start
    spans: dict[tuple[int, int], int] = defaultdict(int)
    for span in timeline.spans:
        spans[span.lane, span.state] += span.end - span.start
    assert _positive(told) == _positive(spans)
    count = sum(sum(row) for (_, _, slot), row in of_lanes(top).items() if slot == SPANS)
    assert count + len(pyramid.long) == len(timeline.spans)


def _positive(sums: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    return {key: value for key, value in sums.items() if value}


@given(programs() | any_events.filter(bool), st.lists(any_moment), st.integers(1, 6))
def test_who_had_the_gil_is_summed_like_spans(
    events: list[Event], moments: list[Event], most_spans: int
) -> None:
    timeline, lines = recorded(events, moments, 3)
    tiles, pyramid = tiles_of(chunks_of(lines, most_spans))
    top = tiles.get((pyramid.top, 0), {})

    gils = {row.id for row in timeline.objects.values() if row.kind == "GIL"}
    had = sum(hold.end - hold.start for hold in timeline.holds if hold.object in gils)
    long = sum(hold.end - hold.start for hold in pyramid.long_holds)
    assert sum(sum(row) for (gil, _, slot), row in top.items() if gil and slot == 0) + long == had
    handed = [flow for flow in timeline.flows if flow.kind == FlowKind.GIL]
    assert sum(sum(row) for (gil, _, slot), row in top.items() if gil and slot == 1) == len(handed)


def test_a_tile_leaves_out_the_zeros_at_both_ends() -> None:
    row = [0] * TILE_BUCKETS
    row[3], row[5] = 7, 9

    told = json.loads(encode_tile(4, 2, {(0, 1, 0): row, (9, 1, 0): row}))

    assert told["level"] == 4
    assert told["index"] == 2
    assert told["spans"] == [[1, 0, 3, [7, 0, 9]]]
    assert told["gils"] == [[9, 1, 0, 3, [7, 0, 9]]]
