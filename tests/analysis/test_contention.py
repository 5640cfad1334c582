"""Contention: locks that many wait for, and locks that are merely used."""

from __future__ import annotations

import pytest

from app.analysis.passes.contention import Contention
from app.timeline.model import Finding
from app.timeline.text import timeline_from_text


def found(text: str) -> list[Finding]:
    return list(Contention().findings(timeline_from_text(text)))


CROWD = """
    a  +A  .   .   .   .   .   -A  .   .   .   .   .   .   .   .
    b  ?A  .   .   .   .   .   .   +A  .   .   .   .   .   -A  .
    c  ?A  .   .   .   .   .   .   .   .   .   .   .   .   .   +A
"""


def test_a_lock_that_two_threads_lose_a_good_part_of_their_lives_to_is_contended() -> None:
    [finding] = found(CROWD)

    assert finding.sentence == (
        "b and c spent 70 % of their time waiting for Lock A (2 waits, the longest 14 ms by c at "
        "program.py:1), which was held for 6 ms at a time, most of all by a."
    )
    assert finding.lanes == (2, 3)


def test_a_semaphores_permits_are_waited_for_too() -> None:
    [finding] = found("where A: Semaphore(1)\n" + CROWD)

    assert "Semaphore A" in finding.sentence


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param(
            "a +A . -A \n b ?A . . +A -A \n c ?A . . . . +A",
            id="waits shorter than a switch interval",
        ),
        pytest.param("a +A . . . . . . -A \n b ?A . . . . . . . +A", id="one thread only waits"),
        pytest.param(
            "a +A . . . . . . -A \n b ?A . . . . . . +A -A . .\n c ?A . . . . . . . +A -A"
            + " ." * 60
            + "\n d"
            + " ." * 90,
            id="a small part of long lives",
        ),
        pytest.param("a +A |\n b ?A . . . . . . |\n c ?A . . . . . . |", id="waits cut off"),
        pytest.param("a +A |\n b ?A . . . . . . \n c ?A . . . . . .", id="waits that never end"),
    ],
)
def test_this_is_no_contention(near_miss: str) -> None:
    assert not found(near_miss)
