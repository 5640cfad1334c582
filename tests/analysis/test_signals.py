"""Lost signals and broken barriers."""

from __future__ import annotations

import pytest

from app.analysis.passes.broken_barrier import BrokenBarrier
from app.analysis.passes.lost_signal import LostSignal
from app.timeline.model import Finding
from app.timeline.text import fold_from_text, timeline_from_text
from app.timeline.timeline import Timeline


def after_a_while(text: str) -> Timeline:
    """The timeline of a drawing when nothing more has happened for half a second."""
    fold = fold_from_text(text)
    fold.take_frame(500_000_000)
    return fold.timeline


def lost(text: str) -> list[Finding]:
    return list(LostSignal().findings(after_a_while(text)))


def test_an_event_that_was_set_and_cleared_before_a_thread_waits_is_lost_to_it() -> None:
    [finding] = lost("""
        where horn: Event
        main        .      *horn  /horn  <latecomer
        in_time     ?horn  .      +horn  |
        latecomer   .      .      .      .           ?horn
    """)

    assert finding.sentence == (
        "latecomer waits at program.py:5 for Event horn, which main set, and cleared again, at "
        "program.py:2 1 ms into the run, 3 ms before latecomer began to wait: nobody is left to "
        "do so once more."
    )
    assert finding.lanes == (3, 1)


def test_a_notify_that_nobody_hears_is_lost_to_who_waits_next() -> None:
    [finding] = lost("""
        where c: Condition
        main    *c  <w
        w       .   .   ?c
    """)

    assert "Condition c, which main notified at program.py:1" in finding.sentence


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param("where c: Condition \n main *c . . *c \n w . . ?c . +c", id="another comes"),
        pytest.param("where c: Condition \n main *c . \n w . ?c", id="another may still come"),
        pytest.param("where e: Event \n main *e <w \n w . ?e", id="the event is still set"),
        pytest.param("where c: Condition \n main ?c *c <w \n w . . ?c", id="somebody heard it"),
        pytest.param("where c: Condition \n main *c | \n w& . ?c", id="only a daemon waits"),
    ],
)
def test_this_signal_is_not_lost(near_miss: str) -> None:
    assert not lost(near_miss)


def broken(text: str) -> list[Finding]:
    return list(BrokenBarrier().findings(timeline_from_text(text)))


def test_who_gives_up_at_a_barrier_breaks_it_for_the_others() -> None:
    [finding] = broken("""
        where gate: Barrier
        patient     ?gate    .   .
        impatient   ?gate:1  .   !gate
        elsewhere   .        .   .
    """)

    assert finding.sentence == (
        "impatient broke Barrier gate at program.py:3, 2 ms into the run, and patient with it: "
        "whoever waits there, or comes later, gets a BrokenBarrierError."
    )


def test_a_barrier_that_all_reach_is_whole() -> None:
    assert not broken("where b: Barrier \n one ?b . +b \n two . *b .")
