"""Deadlock: drawings that are one, and drawings that only look like one."""

from __future__ import annotations

import pytest

from app.analysis.passes.deadlock import Deadlock
from app.timeline.model import Finding
from app.timeline.text import fold_from_text, timeline_from_text


def found(text: str) -> list[Finding]:
    return list(Deadlock().findings(timeline_from_text(text)))


def test_two_threads_that_lock_in_opposite_orders_deadlock() -> None:
    timeline = timeline_from_text("""
        left    +A   ?B
        right   +B   .    ?A
    """)

    [finding] = Deadlock().findings(timeline)

    assert [timeline.lanes[lane].name for lane in finding.lanes] == ["left", "right"]
    assert [timeline.objects[number].name for number in finding.objects] == ["B", "A"]
    assert finding.from_ns == 2_000_000
    assert finding.severity == "error"
    assert len(finding.sites) == 4
    assert finding.sentence == (
        "left waits at program.py:2 for Lock B, which right holds, taken at program.py:1; "
        "right waits at program.py:3 for Lock A, which left holds, taken at program.py:1: "
        "since 2 ms into the run none of them can go on."
    )


def test_waiting_for_a_lock_that_is_later_released_is_not_a_deadlock() -> None:
    assert not found("""
        left    +A   ?B   .    .    +B
        right   +B   .    .   -B    .
    """)


def test_three_threads_in_a_circle_deadlock_and_the_one_who_joins_them_is_not_in_it() -> None:
    [finding] = found("""
        main    <a
        a       +A   ?B
        b       +B   ?C
        c       +C   ?A
    """)

    assert finding.lanes == (2, 3, 4)
    assert finding.id == "deadlock:2-3-4"


def test_a_thread_that_locks_twice_what_is_not_reentrant_waits_for_itself() -> None:
    [finding] = found("one  +A  ?A")

    assert finding.sentence == (
        "one waits at program.py:2 for Lock A, which it holds already, taken at program.py:1: "
        "it has waited for itself since 1 ms into the run, and nobody can free it."
    )


def test_a_thread_that_joins_the_one_that_waits_for_its_lock_deadlocks() -> None:
    [finding] = found("""
        main    >w   +A   <w
        w       .    .    ?A
    """)

    assert "main waits at program.py:3 for the end of Thread w; w waits" in finding.sentence


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param("left +A ?B:9 \n right +B . ?A", id="one of them waits with a time limit"),
        pytest.param(
            "where S: Semaphore(1) \n left +A ?S \n right +S . ?A", id="a semaphore has many wakers"
        ),
        pytest.param("left +A ?B \n right +B . =io", id="one of them does something else"),
        pytest.param("left ?A \n right +A . |", id="the holder has ended"),
        pytest.param("main . <w \n w ~", id="one joins and the other sleeps"),
    ],
)
def test_this_is_no_deadlock(near_miss: str) -> None:
    assert not found(near_miss)


def test_after_events_were_lost_nobody_is_accused() -> None:
    fold = fold_from_text("""
        left    +A   ?B
        right   +B   .    ?A
    """)
    fold.lose(1, 0, 5_000_000, 1)

    assert not list(Deadlock().findings(fold.timeline))


def test_the_identity_stays_while_time_goes_on() -> None:
    fold = fold_from_text("left +A ?B \n right +B . ?A")
    [first] = Deadlock().findings(fold.timeline)
    fold.take_frame(900_000_000)
    [second] = Deadlock().findings(fold.timeline)

    assert (first.id, first.sentence) == (second.id, second.sentence)
    assert second.to_ns == 900_000_000
