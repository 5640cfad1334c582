"""Stall: programs in which nobody can move, and programs that only rest."""

from __future__ import annotations

import pytest

from app import events as ev
from app.analysis.passes.stall import Stall
from app.events import Event
from app.timeline.fold import Fold
from app.timeline.model import Finding, SyncObject
from app.timeline.text import fold_from_text
from app.timeline.timeline import Timeline


def after_a_while(text: str) -> Timeline:
    """The timeline of a drawing when nothing more has happened for half a second."""
    fold = fold_from_text(text)
    fold.take_frame(500_000_000)
    return fold.timeline


def found(text: str) -> list[Finding]:
    return list(Stall().findings(after_a_while(text)))


def test_a_thread_that_waits_for_a_signal_that_came_before_it_stalls() -> None:
    [finding] = found("""
        where horn: Event
        main        >latecomer  .      *horn  /horn  <latecomer
        latecomer   .           .      .      .      .           ?horn
    """)

    assert finding.sentence == (
        "Each of 2 threads has waited since 5 ms into the run, and none is left to wake "
        "another: latecomer waits at program.py:6 for Event horn, whose signal came before "
        "it waited."
    )
    assert finding.lanes == (1, 2)


def test_consumers_of_an_empty_queue_without_a_producer_stall() -> None:
    [finding] = found("""
        where q: Queue
        main    >one  >two  <one
        one     .     .     ?q
        two     .     .     .    ?q
    """)

    assert "one waits at program.py:3 for an item of Queue q" in finding.sentence
    assert "into which nobody puts any more" in finding.sentence


def test_a_pool_that_waits_for_its_own_queue_stalls() -> None:
    [finding] = found("""
        where pool: Executor, dish: Future, sauce: Future
        main   *pool.dish  ?dish       .            .
        cook   .           +pool.dish  *pool.sauce  ?sauce
    """)

    assert finding.sentence == (
        "Each of 2 threads has waited since 3 ms into the run, and none is left to wake "
        "another: cook of Executor pool waits at program.py:4 for 1 task that the same pool "
        "has in its queue, and no worker of it is free to begin one."
    )


def test_a_lock_that_a_thread_took_with_it_when_it_ended_stalls_the_next() -> None:
    [finding] = found("""
        one  +A  |
        two  .   .  ?A
    """)

    assert finding.sentence.startswith("Its only thread has waited")
    assert "which one did not release before it ended" in finding.sentence


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param("main <w \n w ~", id="a thread sleeps"),
        pytest.param("where q: Queue \n main <w \n w ?q:90", id="a wait has a time limit"),
        pytest.param("where q: Queue \n main <w \n w ?q \n x =io", id="a thread does I/O"),
        pytest.param("where q: Queue \n main =blocked \n w ?q", id="a state is only sampled"),
        pytest.param("where q: Queue \n main | \n w& ?q", id="only a daemon is left"),
        pytest.param("where p: Executor \n main | \n w ?p", id="only idle workers are left"),
        pytest.param("where q: Queue \n main ?q \n child@2 .", id="another process runs"),
        pytest.param("left +A ?B \n right +B . ?A", id="it is a deadlock"),
        pytest.param("main |", id="everybody has ended"),
        pytest.param("one +A -A \n two . . ?A", id="the lock is free"),
        pytest.param("where e: Event \n one *e \n two ?e", id="the event is set"),
        pytest.param("where q: Queue \n one ?q \n two *q |", id="the queue has an item"),
        pytest.param("where S: Semaphore \n one ?S \n two -S |", id="the semaphore has a permit"),
    ],
)
def test_this_is_no_stall(near_miss: str) -> None:
    assert not found(near_miss)


def test_a_wait_that_has_just_begun_is_no_stall() -> None:
    fold = fold_from_text("where q: Queue \n one ?q")
    fold.take_frame(10_000_000)

    assert not list(Stall().findings(fold.timeline))


def test_a_thread_that_has_not_yet_begun_may_still_wake_others() -> None:
    fold = fold_from_text("where q: Queue \n one ?q")
    fold.add_events([Event(0, ev.THREAD_STARTED, 1, value=9)])
    fold.add_events([Event(1, ev.WAIT_BEGAN, 1, 2, value=-1, flags=ev.OP_GET)])
    fold.take_frame(500_000_000)
    assert not list(Stall().findings(fold.timeline))

    fold.add_events([Event(2, ev.THREAD_BEGAN, 9), Event(3, ev.THREAD_ENDED, 9)])
    assert list(Stall().findings(fold.timeline))


def test_a_process_that_handles_signals_may_be_woken_from_outside() -> None:
    fold = fold_from_text("where stop: Event \n one ?stop")
    fold.take_frame(500_000_000)
    assert list(Stall().findings(fold.timeline))

    fold.expect_signals(1)
    assert not list(Stall().findings(fold.timeline))


def test_a_process_that_is_not_recorded_may_end_by_itself() -> None:
    assert not found("where child: Process \n one ?child")


def test_a_stall_ends_when_anybody_moves() -> None:
    text = "where e: Event \n one ?e . \n two . ?e"
    assert found(text)
    assert not found(text + " . +e")


@pytest.mark.parametrize(
    ("kind", "started", "operation"),
    [
        ("Thread", ev.THREAD_STARTED, ev.OP_START),
        ("Thread", ev.THREAD_STARTED, ev.OP_JOIN),
        ("Process", ev.PROCESS_STARTED, ev.OP_JOIN),
    ],
)
def test_what_was_started_and_has_not_begun_may_still_move(
    kind: str, started: int, operation: int
) -> None:
    """A spawned process takes longer to begin than it takes to call a stall proven."""
    fold = Fold()
    fold.define(SyncObject(7, kind, "child"))
    fold.add_events(
        [
            Event(1, ev.THREAD_BEGAN, 1),
            Event(2, started, 1, 7, value=2),
            Event(3, ev.WAIT_BEGAN, 1, 7, value=-1, flags=operation),
        ]
    )
    fold.take_frame(500_000_000)

    assert not list(Stall().findings(fold.timeline))
