"""Drawings: what they may say, and how a timeline is drawn."""

from __future__ import annotations

import pytest

from app.timeline.drawing import BadDrawing, Drawing
from app.timeline.model import Sample, State
from app.timeline.playing import Player
from app.timeline.text import as_text, timeline_from_text


def test_a_drawing_is_straightened() -> None:
    timeline = timeline_from_text("""
        left    +A   ?B
        right   +B   .    ?A
    """)

    assert as_text(timeline) == "left   +A  ?B  .\nright  +B  .   ?A\n"


def test_several_steps_share_a_column() -> None:
    timeline = timeline_from_text("one  +A,+B  -B,-A  |")

    assert as_text(timeline) == "one  +A,+B  -A,-B  |\n"


def test_a_sleep_that_ends_in_nothing_is_woken() -> None:
    assert as_text(timeline_from_text("one ~ . ^ . |")) == "one  ~  ^  |\n"


def test_daemons_and_processes_keep_their_marks() -> None:
    text = "main     +A  |\nhelper&  .   |\nchild@2  .   |\n"

    assert as_text(timeline_from_text(text)) == text


def test_names_that_are_no_words_are_made_ones() -> None:
    timeline = timeline_from_text("one  +A")
    lock = next(row for row in timeline.objects.values() if row.kind == "Lock")
    timeline.objects[lock.id] = type(lock)(lock.id, "Lock", "self.forks[2]")

    assert as_text(timeline) == "one  +self_forks_2\n"


def test_a_sample_is_played_as_one() -> None:
    [_, sample] = Player(Drawing("one  .  =runnable")).happenings

    assert sample == Sample(1_000_000, 1, State.RUNNABLE)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("one  @A", "'@A' is no step"),
        ("one! +A", "'one!' is no name of a row"),
        ("where A \n one .", "'A' declares nothing"),
        ("one  >two", "There is no row 'two'"),
        ("one  *A", "A Lock cannot be signalled"),
    ],
)
def test_a_drawing_that_means_nothing_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadDrawing, match=complaint):
        timeline_from_text(text)
