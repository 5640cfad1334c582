"""Lock order: reversals that may deadlock one day, and orders that cannot."""

from __future__ import annotations

import pytest

from app.analysis.passes.lock_order import LockOrder
from app.timeline.model import Finding
from app.timeline.text import timeline_from_text


def found(text: str) -> list[Finding]:
    return list(LockOrder().findings(timeline_from_text(text)))


def test_two_threads_that_lock_in_opposite_orders_one_after_the_other_were_lucky() -> None:
    [finding] = found("""
        left    +A   +B   -B   -A   .    .    .    .
        right   .    .    .    .    +B   +A   -A   -B
    """)

    assert finding.sentence == (
        "left takes Lock A at program.py:1 and then Lock B at program.py:2; right takes Lock B "
        "at program.py:5 and then Lock A at program.py:6: this time they missed each other, but "
        "at another time each may hold what the next one waits for."
    )
    assert finding.lanes == (1, 2)
    assert finding.severity == "warning"


def test_a_circle_of_three_orders_is_found() -> None:
    [finding] = found("""
        a   +A  +B  -B  -A
        b   .   .   .   .   +B  +C  -C  -B
        c   .   .   .   .   .   .   .   .  +C  +A  -A  -C
    """)

    assert len(finding.lanes) == 3


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param("a +A +B -B -A \n b . . . . +A +B -B -A", id="the same order"),
        pytest.param("a +A -A +B -B \n b . . . . +B -B +A -A", id="one after the other"),
        pytest.param("a +A +B -A +A -A -B \n b .", id="one thread, hand over hand"),
        pytest.param("a +A +B -B -A +B +A -A -B \n b .", id="one thread alone"),
        pytest.param(
            "a +G +A +B -B -A -G \n b . . . . . . +G +B +A -A -B -G", id="behind the same gate"
        ),
        pytest.param(
            "main +A +B -B -A >w <w \n w . . . . . . +B +A -A -B |", id="before the thread starts"
        ),
        pytest.param(
            "main >w <w . . . . +A +B -B -A \n w . +B +A -A -B |", id="after the thread is joined"
        ),
        pytest.param("left +A ?B \n right +B . ?A", id="it is a deadlock already"),
    ],
)
def test_this_order_is_harmless(near_miss: str) -> None:
    assert not found(near_miss)


def test_a_gate_that_only_one_of_them_uses_is_none() -> None:
    assert found("a +G +A +B -B -A -G \n b . . . . . . +B +A -A -B")
