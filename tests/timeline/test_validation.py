"""Validation: a sound timeline passes, and each fault has its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.timeline.model import Certainty, Instant, InstantKind, State
from app.timeline.text import timeline_from_text
from app.timeline.timeline import OpenHold, OpenSpan, Timeline
from app.timeline.validation import validate


def a_timeline() -> Timeline:
    return timeline_from_text("""
        main   >w  +A  .   -A  <w  .
        w      .   .   ?A  +A  |   .
    """)


def overlap(timeline: Timeline) -> None:
    timeline.spans.start[0] += 1


def nothing(timeline: Timeline) -> None:
    timeline.spans.end[1] = timeline.spans.start[1]


def after_the_end(timeline: Timeline) -> None:
    timeline.spans.state[0] = State.FINISHED


def open_late(timeline: Timeline) -> None:
    timeline.open_spans[1] = OpenSpan(1, 3)


def open_after_end(timeline: Timeline) -> None:
    timeline.open_spans[2] = OpenSpan(2, 5, certainty=Certainty.EXACT)


def never_open(timeline: Timeline) -> None:
    del timeline.open_spans[1]


def wrong_end(timeline: Timeline) -> None:
    timeline.lanes[2] = replace(timeline.lanes[2], end=77)


def stray_spans(timeline: Timeline) -> None:
    timeline.spans.append((8, 0, 1, 0, 0, 0, 0, 0))


def two_holders(timeline: Timeline) -> None:
    lock = timeline.holds.object[0]
    timeline.open_holds[lock].append(OpenHold(lock, 1, 1))


def backwards(timeline: Timeline) -> None:
    timeline.flows.to_ns[0] = -1


def to_itself(timeline: Timeline) -> None:
    timeline.flows.to_lane[0] = timeline.flows.from_lane[0]


def no_such_lane(timeline: Timeline) -> None:
    timeline.instants.append(Instant(9, 0, InstantKind.NOTE))


def no_such_object(timeline: Timeline) -> None:
    timeline.count(99, 0, 1)


def test_what_a_drawing_makes_is_sound() -> None:
    assert validate(a_timeline()) == []


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (overlap, "has a span at"),
        (nothing, "of no length"),
        (after_the_end, "goes from finished to"),
        (open_late, "has an open span at 3, not at"),
        (open_after_end, "has ended and has an open span"),
        (never_open, "lives and has no open span"),
        (wrong_end, "Lane 2 ends at 77"),
        (stray_spans, "spans of lane 8, which there is not"),
        (two_holders, "is held twice"),
        (backwards, "after its effect"),
        (to_itself, "to itself"),
        (no_such_lane, "There is no lane 9."),
        (no_such_object, "There is no object 99."),
    ],
)
def test_what_is_unsound_is_said(spoil: Callable[[Timeline], None], complaint: str) -> None:
    timeline = a_timeline()
    spoil(timeline)

    assert any(complaint in sentence for sentence in validate(timeline)), validate(timeline)
