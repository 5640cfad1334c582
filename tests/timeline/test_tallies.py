"""How objects were used, counted chunk by chunk, is what a look at every row would say."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from app.events import Event
from app.timeline.chunks import Chunk, Chunker
from app.timeline.model import State
from app.timeline.standing import Standing
from app.timeline.tallies import WAITS, Tallies, chunks_with, encode_shares
from tests.timeline.programs import any_events, any_moment, programs, recorded

LOCK = 7
Rows = list[tuple[int, int, int, int]]
"""Of an object: how long each wait or hold was, by whom and when; the object comes first."""


def tallied(lines: list[str], most_spans: int) -> tuple[Tallies, Standing]:
    standing, tallies = Standing(), Tallies()
    chunker = Chunker(standing, 0, 0, most_spans)
    chunks: list[Chunk | None] = [chunker.take(json.loads(line), len(line)) for line in lines]
    if not chunker.is_empty:
        chunks.append(chunker.cut())
    for chunk in chunks:
        if chunk:
            tallies.add(chunk.tally)
    return tallies, standing


def sums(rows: Rows, object_id: int) -> list[int]:
    """The sums that a row of the overview tells, without whose the longest was."""
    lengths = [ns for each, ns, _, _ in rows if each == object_id]
    return [len(lengths), sum(lengths), max(lengths, default=0)]


@given(
    programs() | any_events.filter(bool),
    st.lists(any_moment),
    st.integers(1, 4),
    st.integers(1, 6),
)
def test_the_sums_of_an_object_are_those_of_its_waits_and_holds(
    events: list[Event], moments: list[Event], every: int, most_spans: int
) -> None:
    timeline, lines = recorded(events, moments, every)
    tallies, standing = tallied(lines, most_spans)
    gils = {row.id for row in timeline.objects.values() if row.kind == "GIL"}
    waits = [
        (row.object, row.end - row.start, row.lane, row.start)
        for row in timeline.spans
        if row.object and row.state in WAITS
    ]
    holds = [
        (row.object, row.end - row.start, row.lane, row.start)
        for row in timeline.holds
        if row.object not in gils
    ]

    told = tallies.rows(standing, standing.now)

    assert {row[0] for row in told} == {row[0] for row in [*waits, *holds]}
    for object_id, *numbers in told:
        assert numbers[:3] == sums(waits, object_id)
        assert numbers[5:8] == sums(holds, object_id)
        for rows, longest in ((waits, numbers[2:5]), (holds, numbers[7:10])):
            assert (object_id, *longest) in rows or longest == [0, 0, 0]


def test_what_is_open_when_the_run_ends_lasts_until_then() -> None:
    frame = {
        "now": 100,
        "open": [[1, 40, State.BLOCKED, LOCK, 0, 0, 0], [2, 10, State.RUNNING, LOCK, 0, 0, 0]],
        "held": [[LOCK, 2, 30, 0]],
    }
    tallies, standing = tallied([json.dumps({"type": "frame", **frame})], 100)

    assert tallies.rows(standing, 105) == [[LOCK, 1, 65, 65, 1, 40, 1, 75, 75, 2, 30]]


def test_chunks_are_found_by_any_of_several_sites_in_order() -> None:
    shares = encode_shares({4: [0, 2, 7, 1], 5: [3, 9, 7, 1], 6: [1, 1]})

    assert chunks_with(shares, [5, 4, 99]) == {0: 2, 3: 9, 7: 2}
    assert list(chunks_with(shares, [5, 4])) == [0, 3, 7]
