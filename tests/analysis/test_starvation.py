"""Starvation: being passed over, and merely waiting long."""

from __future__ import annotations

import pytest

from app.analysis.passes.starvation import Starvation
from app.timeline.model import Finding
from app.timeline.text import timeline_from_text


def found(text: str) -> list[Finding]:
    return list(Starvation().findings(timeline_from_text(text)))


GREEDY = " ".join(["+tap -tap"] * 12)


@pytest.mark.parametrize("kind", ["Lock", "Semaphore(1)"])
def test_a_thread_starves_while_another_takes_the_same_again_and_again(kind: str) -> None:
    polite = "?tap" + " ." * 23 + " +tap"

    [finding] = found(f"where tap: {kind}\n greedy {GREEDY} .\n polite {polite}")

    tap = f"{kind.split('(', maxsplit=1)[0]} tap"
    assert finding.sentence == (
        f"polite waited at program.py:1 24 ms for {tap}, while greedy took it 11 times in a row "
        "at program.py:3, each time as soon as it was free."
    )


def test_who_still_waits_starves_too() -> None:
    assert found(f"greedy {GREEDY}\n polite ?tap")


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param(f"a +tap {'. ' * 30} -tap \n b ?tap {'. ' * 30} +tap", id="one long hold"),
        pytest.param(
            "a " + "+tap -tap . . " * 12 + "\n b " + ". . +tap -tap " * 12 + "\n c ?tap",
            id="others take turns",
        ),
        pytest.param(
            f"a {GREEDY} {'+tap -tap ' * 30} \n b {'. ' * 24} ?tap {'. ' * 20} +tap",
            id="the wait is a small part of the use",
        ),
    ],
)
def test_this_is_no_starvation(near_miss: str) -> None:
    assert not found(near_miss)
