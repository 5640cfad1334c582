"""Who has the GIL, and who hands it to whom."""

from __future__ import annotations

from app import events as ev
from app.events import Event
from app.timeline.fold import Fold
from app.timeline.model import Certainty, FlowKind, Lane, SyncObject
from app.timeline.timeline import Timeline
from app.timeline.validation import validate

GIL = 7
SIGNS = {"?": ev.GIL_WANTED, "+": ev.GIL_TAKEN, "-": ev.GIL_DROPPED}


def timeline_of(text: str, flags: int = 0) -> Timeline:
    """`+1 ?2 -1 +2`: lane 1 takes the GIL, lane 2 wants it, …; one step each."""
    fold = Fold()
    fold.define(SyncObject(GIL, "GIL", "GIL"))
    for lane in (1, 2):
        fold.define(Lane(lane))
        fold.add_events([Event(0, ev.THREAD_BEGAN, lane)])
    fold.add_moments(
        Event(time, SIGNS[step[0]], int(step[1:]), GIL, value=-1, flags=flags)
        for time, step in enumerate(text.split(), 1)
    )
    fold.take_frame(20)
    assert validate(fold.timeline) == []
    return fold.timeline


def holds(timeline: Timeline) -> list[tuple[int, int, int]]:
    closed = [(hold.lane, hold.start, hold.end) for hold in timeline.holds]
    return closed + [(hold.lane, hold.start, -1) for hold in timeline.holders(GIL)]


def hand_overs(timeline: Timeline) -> list[tuple[int, int]]:
    return [(each.from_lane, each.to_lane) for each in timeline.flows if each.kind == FlowKind.GIL]


def test_the_gil_is_held_from_take_to_drop() -> None:
    assert holds(timeline_of("+1 -1 +2")) == [(1, 1, 2), (2, 3, -1)]


def test_it_is_handed_over_to_whom_wanted_it() -> None:
    assert hand_overs(timeline_of("+1 ?2 -1 +2")) == [(1, 2)]


def test_nobody_hands_it_to_whom_found_it_free() -> None:
    assert hand_overs(timeline_of("+1 -1 +2")) == []


def test_nobody_hands_it_to_himself() -> None:
    assert hand_overs(timeline_of("+1 -1 ?1 +1")) == []


def test_a_take_ends_the_hold_whose_drop_was_lost() -> None:
    assert holds(timeline_of("+1 +2 -2")) == [(1, 1, 2), (2, 2, 3)]


def test_a_thread_nobody_knows_takes_it_from_the_one_that_had_it() -> None:
    timeline = timeline_of("+1 ?9 -1 +9 -9 ?2 +2")

    assert holds(timeline) == [(1, 1, 3), (2, 7, -1)]
    assert hand_overs(timeline) == []


def test_a_hold_that_was_only_seen_says_so() -> None:
    [hold] = timeline_of("+1 -1", flags=ev.SEEN).holds

    assert hold.certainty == Certainty.SAMPLED
