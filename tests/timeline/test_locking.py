"""What locks and semaphores do to a timeline."""

from __future__ import annotations

from app import events as ev
from app.events import Event
from app.timeline.columns import Hold
from app.timeline.fold import Fold
from app.timeline.model import FlowKind, InstantKind, SyncObject
from app.timeline.text import timeline_from_text
from tests.timeline.telling import MS, flows, told


def test_a_thread_that_waits_for_a_lock_is_blocked_until_it_gets_it() -> None:
    timeline = timeline_from_text("""
        left    +A   .    -A   .
        right   .    ?A   .    +A   .
    """)

    assert told(timeline, "right") == ["running 1", "blocked A 2", "running 2"]
    assert told(timeline, "left") == ["running 5"]
    assert list(timeline.holds) == [
        Hold(timeline.spans[1].object, 1, 0, 2 * MS, timeline.holds[0].site)
    ]
    assert flows(timeline, FlowKind.RELEASE_ACQUIRE) == [("left", "right")]
    assert timeline.holders(timeline.spans[1].object)[0].lane == 2


def test_waiters_of_a_lock_are_counted() -> None:
    timeline = timeline_from_text("""
        a   +A  .   .   -A  .
        b   .   ?A  .   .   +A
        c   .   .   ?A  .   .
    """)

    assert [count.value for count in timeline.counters] == [1, 2, 1]


def test_an_uncontended_lock_is_a_hold_and_no_span() -> None:
    timeline = timeline_from_text("one  +A  .  -A  .")

    assert told(timeline, "one") == ["running 4"]
    assert [(hold.start, hold.end) for hold in timeline.holds] == [(0, 2 * MS)]


def test_a_reentered_lock_is_held_from_the_first_acquire_to_the_last_release() -> None:
    timeline = timeline_from_text("""
        where A: RLock
        one   +A  +A  -A  .  -A
    """)

    assert [(hold.start, hold.end) for hold in timeline.holds] == [(0, 4 * MS)]


def test_a_lock_may_be_released_by_another_thread() -> None:
    timeline = timeline_from_text("""
        one   +A  .   .
        two   .   -A  +A
    """)

    assert [(hold.lane, hold.end) for hold in timeline.holds] == [(1, MS)]


def test_a_release_that_was_overtaken_by_the_next_acquire_ends_nobody_elses_hold() -> None:
    fold = Fold()
    fold.define(SyncObject(1, "Lock"))
    fold.add_events(
        [
            Event(0, ev.LOCK_ACQUIRED, 1, 1, value=1),
            Event(20, ev.LOCK_ACQUIRED, 2, 1, value=1),
            Event(10, ev.LOCK_RELEASED, 1, 1),
            Event(30, ev.LOCK_RELEASED, 2, 1),
        ]
    )

    assert [hold[1:4] for hold in fold.timeline.holds] == [(1, 0, 20), (2, 20, 30)]


def test_clocks_that_disagree_make_no_two_holders() -> None:
    fold = Fold()
    fold.define(SyncObject(1, "Lock"))
    fold.add_events(
        [
            Event(0, ev.LOCK_ACQUIRED, 1, 1, value=1),
            Event(20, ev.LOCK_RELEASED, 1, 1),
            Event(10, ev.LOCK_ACQUIRED, 2, 1, value=1),
            Event(30, ev.LOCK_RELEASED, 2, 1),
        ]
    )

    assert [hold[1:4] for hold in fold.timeline.holds] == [(1, 0, 20), (2, 20, 30)]


def test_a_wait_that_times_out_leaves_an_instant_and_no_flow() -> None:
    timeline = timeline_from_text("""
        left    +A   .     .    -A
        right   .    ?A:1  !A   .
    """)

    assert told(timeline, "right") == ["running 1", "blocked A 1", "running 2"]
    [instant] = timeline.instants
    assert (instant.kind, instant.text) == (InstantKind.TIMEOUT, "after 1 ms")
    assert not timeline.flows


def test_permits_of_a_semaphore_are_held_by_several() -> None:
    timeline = timeline_from_text("""
        where S: Semaphore(2)
        a   +S  .   .   -S
        b   .   +S  -S  .
        c   .   ?S  .   +S
    """)

    assert [hold[1:4] for hold in timeline.holds] == [(2, MS, 2 * MS), (1, 0, 3 * MS)]
    assert [count.value for count in timeline.counters] == [1, 0, 1, 2, 1]


def test_to_tell_with_how_many_permits_a_semaphore_was_made_is_no_release() -> None:
    fold = Fold()
    fold.define(SyncObject(4, "Semaphore", "S"))
    fold.add_events(
        [
            Event(1, ev.SEMAPHORE_RELEASED, 1, 4, value=2, link=0),
            Event(2, ev.SEMAPHORE_ACQUIRED, 1, 4, value=1),
            Event(3, ev.SEMAPHORE_RELEASED, 1, 4, value=2, link=1),
        ]
    )

    assert list(fold.timeline.holds) == [Hold(4, 1, 2, 3, 0)]
    assert [count.value for count in fold.timeline.counters] == [2, 1, 2]


def test_a_semaphore_that_others_release_is_a_signal_and_is_held_by_nobody() -> None:
    timeline = timeline_from_text("""
        where S: Semaphore(0)
        maker  .   -S  .   -S  .
        taker  ?S  .   +S  ?S  +S
    """)

    assert not timeline.holds
    assert not any(timeline.open_holds.values())
    assert flows(timeline, FlowKind.RELEASE_ACQUIRE) == [("maker", "taker")] * 2
