"""Questions to a timeline, live and finished."""

from __future__ import annotations

from app import events as ev
from app.events import Event
from app.timeline.model import State
from app.timeline.queries import (
    holders_at,
    life,
    shares,
    span_at,
    wait_for_graph,
    waiters,
)
from app.timeline.text import fold_from_text, timeline_from_text
from app.timeline.timeline import Timeline

MS = 1_000_000


def number(timeline: Timeline, name: str) -> int:
    """The id of the object of this name."""
    return next(row.id for row in timeline.objects.values() if row.name == name)


LIVE = """
    one    +A  .   .   -A  .   .
    two    .   ?A  .   .   +A  .
    three  .   .   ?A  .   .   .
"""


def test_who_held_a_lock_when() -> None:
    timeline = timeline_from_text(LIVE)
    lock = number(timeline, "A")

    at = [holders_at(timeline, lock, half * MS // 2) for half in (0, 5, 6, 7, 8, 11)]

    assert at == [[1], [1], [], [], [2], [2]]


def test_who_holds_it_now_holds_it_at_the_last_moment_too() -> None:
    timeline = timeline_from_text(LIVE)

    assert holders_at(timeline, number(timeline, "A"), timeline.now) == [2]
    assert holders_at(timeline, number(timeline, "A"), timeline.now + 1) == []


def test_who_waits_for_whom_now() -> None:
    timeline = timeline_from_text(LIVE)

    assert waiters(timeline, number(timeline, "A")) == [3]
    assert wait_for_graph(timeline) == {3: 2}


def test_a_wait_with_a_time_limit_is_no_edge_of_the_graph() -> None:
    assert wait_for_graph(timeline_from_text("one +A . \n two . ?A:5")) == {}


def test_who_has_ended_or_is_not_known_to_wait_is_not_in_the_graph() -> None:
    assert wait_for_graph(timeline_from_text("one +A | \n two . . ?A")) == {}

    fold = fold_from_text("one +A . \n two . ?A \n other@2 +B .")
    fold.lose(1, 0, 5, 1)
    fold.add_events([Event(6, ev.LOCK_ACQUIRED, 1, number(fold.timeline, "A"), value=1)])
    assert wait_for_graph(fold.timeline) == {}


def test_the_shares_of_a_range_are_exact() -> None:
    timeline = timeline_from_text(LIVE)

    mine = shares(timeline, 2, MS // 2, 5 * MS)

    assert mine[State.RUNNING] == MS // 2 + MS
    assert mine[State.BLOCKED] == 3 * MS
    assert sum(mine) == 5 * MS - MS // 2


def test_what_a_lane_did_at_a_time() -> None:
    timeline = timeline_from_text(LIVE)

    states = [span_at(timeline, 3, time * MS) for time in (0, 1, 2, 5)]

    assert [span and span.state for span in states] == [0, 0, 2, 2]
    assert span_at(timeline, 3, 6 * MS) is None
    assert span_at(timeline, 9, 0) is None


def test_how_long_a_lane_has_lived() -> None:
    timeline = timeline_from_text("""
        main  .  >w  .  .
        w     .  .   |
    """)

    assert [life(timeline, lane) for lane in (1, 2)] == [4 * MS, MS]
