"""Livelock: giving way for ever, and trying in vain for other reasons."""

from __future__ import annotations

import pytest

from app.analysis.passes.livelock import Livelock
from app.timeline.model import Finding
from app.timeline.text import timeline_from_text


def found(text: str) -> list[Finding]:
    return list(Livelock().findings(timeline_from_text(text)))


def politely(rounds: int, end: str = "") -> str:
    return (
        f"Anna {'+spoon ?bowl:1 !bowl -spoon . ' * rounds} {end}\n"
        f"Otto {'+bowl ?spoon:1 !spoon -bowl . ' * rounds} .\n"
    )


def test_two_who_give_way_to_each_other_again_and_again_get_nowhere() -> None:
    [finding] = found(politely(6))

    assert finding.sentence == (
        "Anna and Otto keep giving way to each other and none gets on: Anna gave up 6 times "
        "waiting for Lock bowl at program.py:3 and Otto gave up 6 times waiting for Lock spoon at "
        "program.py:3, each time because another of them held it."
    )


def test_trying_without_waiting_is_the_same() -> None:
    assert found("Anna " + "+spoon !bowl -spoon . " * 6 + "\n Otto " + "+bowl !spoon -bowl . " * 6)


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param(politely(3), id="a few attempts"),
        pytest.param(politely(6, "+bowl"), id="one gets it in the end"),
        pytest.param(
            "a " + "?L:1 !L " * 8 + "\n b " + "?L:1 !L " * 8 + "\n c +L", id="a third one keeps it"
        ),
    ],
)
def test_this_is_no_livelock(near_miss: str) -> None:
    assert not found(near_miss)
