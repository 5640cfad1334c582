"""Long holds and back-pressure: waiting for somebody who does nothing, or for room."""

from __future__ import annotations

import pytest

from app.analysis.passes.back_pressure import BackPressure
from app.analysis.passes.long_hold import LongHold
from app.timeline.model import Finding
from app.timeline.text import timeline_from_text


def long_holds(text: str) -> list[Finding]:
    return list(LongHold().findings(timeline_from_text(text)))


def test_a_lock_held_across_a_sleep_while_others_wait_is_found() -> None:
    [finding] = long_holds("""
        sleeper  +A  ~  .  .  .  .  ^  -A  .   .
        one      ?A  .  .  .  .  .  .  .   +A  -A
        two      ?A  .  .  .  .  .  .  .   .   .   +A
    """)

    assert finding.sentence == (
        "sleeper slept while holding Lock A, and others waited meanwhile: 56 % of all waiting for "
        "it, 10 ms in all; the costliest time sleeper took it at program.py:1 and slept at "
        "program.py:2 for 5 ms."
    )


def test_sleep_that_is_sampled_io_counts_too() -> None:
    [finding] = long_holds("""
        reader   +A  =io  .  .  .  .  .  -A  .   .
        one      ?A  .  .  .  .  .  .  .   +A  -A
        two      ?A  .  .  .  .  .  .  .   .   .   +A
    """)

    assert "reader did I/O while holding" in finding.sentence


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param("a +A ~ . . . . . ^ -A \n b .", id="nobody waits"),
        pytest.param(
            "a +A . . . . . . ~ -A . \n b ?A . . . . . . . +A -A \n c ?A . . . . . . . . . +A",
            id="the holder works nearly all the time",
        ),
        pytest.param("a +A ~ ^ -A \n b ?A . . . +A \n c ?A . . . . -A +A", id="waits are short"),
    ],
)
def test_this_hold_harms_nobody(near_miss: str) -> None:
    assert not long_holds(near_miss)


def pressed(text: str) -> list[Finding]:
    return list(BackPressure().findings(timeline_from_text(text)))


def test_producers_that_mostly_wait_for_room_are_under_back_pressure() -> None:
    [finding] = pressed("""
        where q: Queue(1)
        maker  *q  ?*q  .   *q  ?*q  .   *q  ?*q  .   *q
        taker  .   .    +q  .   .    +q  .   .    +q  .
    """)

    assert finding.sentence == (
        "maker spent 60 % of its time waiting for room in Queue q at program.py:2 (3 waits, the "
        "longest 2 ms), so taker sets the pace."
    )


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param(
            "where q: Queue(1) \n maker *q ?*q . *q \n taker . . +q . ", id="it was full once"
        ),
        pytest.param(
            "where q: Queue \n maker *q . *q . \n taker ?q +q ?q +q", id="the consumer waits"
        ),
        pytest.param(
            "where q: Queue(1) \n maker *q ?*q . *q ?*q . *q ?*q . *q "
            + ". " * 40
            + "\n taker . . +q . . +q . . +q .",
            id="a small part of the producer's life",
        ),
    ],
)
def test_this_is_no_back_pressure(near_miss: str) -> None:
    assert not pressed(near_miss)
