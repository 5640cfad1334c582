"""The lives of threads and processes in a timeline."""

from __future__ import annotations

import pytest

from app import events as ev
from app.events import Event
from app.timeline.columns import Flow
from app.timeline.fold import Fold
from app.timeline.model import Certainty, FlowKind, Lane, Process, SyncObject
from app.timeline.text import fold_from_text, timeline_from_text
from app.timeline.validation import validate
from tests.timeline.telling import MS, flows, told


def test_starting_and_joining_a_thread_are_flows() -> None:
    timeline = timeline_from_text("""
        main   .  >w  <w  .  .  |
        w      .  .   .   .  |
    """)

    assert flows(timeline, FlowKind.START) == [("main", "w")]
    assert flows(timeline, FlowKind.JOIN) == [("w", "main")]
    assert told(timeline, "main") == ["running 2", "blocked w 2", "running 1"]
    assert [(lane.begin, lane.end) for lane in timeline.lanes.values()] == [
        (0, 5 * MS),
        (MS, 4 * MS),
    ]


def test_joining_a_thread_that_has_ended_is_no_wait() -> None:
    timeline = timeline_from_text("""
        main   >w  .  <w  .
        w      .   |
    """)

    assert told(timeline, "main") == ["running 4"]


@pytest.mark.parametrize(
    ("woke_ms", "spans"),
    [(10.4, ["sleeping 10.4"]), (14, ["sleeping 10", "runnable 4"])],
    ids=["in time", "late"],
)
def test_who_oversleeps_was_waiting_to_run(woke_ms: float, spans: list[str]) -> None:
    fold = Fold()
    fold.define(Lane(1, 1, "one"))
    woke = round(woke_ms * MS)
    fold.add_events([Event(0, ev.SLEEP_BEGAN, 1, value=10 * MS), Event(woke, ev.SLEEP_ENDED, 1)])
    fold.end(woke)

    assert told(fold.timeline, "one") == spans


def test_a_thread_sleeps_from_the_call_until_it_goes_on() -> None:
    timeline = timeline_from_text("one  .  ~  .  ^  .")

    assert told(timeline, "one") == ["running 1", "sleeping 2", "running 2"]


def test_a_process_that_is_gone_takes_its_lanes_and_holds_with_it() -> None:
    fold = fold_from_text("""
        parent   .    .
        child@2  +A   .
        other@2  .    ?A
    """)

    fold.end_process(2, 2 * MS)

    assert [lane.end for lane in fold.timeline.lanes.values()] == [None, 2 * MS, 2 * MS]
    assert not any(fold.timeline.open_holds.values())
    assert fold.timeline.counters[1].value == 0


def test_processes_are_started_and_joined_by_pid() -> None:
    fold = Fold()
    fold.define(Process(1, 100))
    fold.define(Process(2, 200, parent=1))
    fold.define(Lane(1, 1, "parent"))
    fold.define(Lane(2, 2, "child"))
    fold.define(SyncObject(7, "Process", "child"))
    fold.add_events(
        [
            Event(5, ev.PROCESS_STARTED, 1, 7, value=200),
            Event(10, ev.WAIT_BEGAN, 1, 7, value=-1, flags=ev.OP_JOIN),
            Event(20, ev.PROCESS_BEGAN, 2, value=200),
            Event(30, ev.PROCESS_ENDED, 2),
            Event(40, ev.WAIT_ENDED, 1, 7),
        ]
    )

    assert list(fold.timeline.flows) == [
        Flow(FlowKind.START, 1, 5, 2, 20, 7),
        Flow(FlowKind.JOIN, 2, 30, 1, 40, 7),
    ]


def test_a_process_may_be_heard_of_before_its_start_is() -> None:
    fold = Fold()
    fold.add_events(
        [
            Event(20, ev.PROCESS_BEGAN, 2, value=200),
            Event(5, ev.PROCESS_STARTED, 1, 7, value=200),
        ]
    )

    assert not fold.timeline.starting


def test_the_end_closes_everything() -> None:
    fold = fold_from_text("""
        left    +A   ?B
        right   +B   .    ?A
    """)

    frame = fold.end(10 * MS)

    assert [lane.end for lane in frame.lanes] == [10 * MS, 10 * MS]
    assert not fold.timeline.open_spans
    assert [hold.end for hold in frame.holds] == [10 * MS, 10 * MS]
    assert validate(fold.timeline) == []


def test_a_lane_is_told_when_it_begins_and_renaming_it_keeps_its_begin() -> None:
    fold = Fold()
    fold.define(Lane(1, 1, "Thread-1", begin=77))
    assert fold.take_frame(1).lanes == []

    fold.add_events([Event(5, ev.THREAD_BEGAN, 1)])
    [row] = fold.take_frame(6).lanes
    fold.define(Lane(1, 1, "worker"))

    assert (row.name, row.begin) == ("Thread-1", 5)
    assert fold.take_frame(7).lanes == [Lane(1, 1, "worker", begin=5)]


@pytest.mark.parametrize("kind", [ev.THREAD_ENDED, ev.PROCESS_ENDED])
def test_a_lane_that_has_ended_changes_no_more(kind: int) -> None:
    fold = Fold()
    fold.add_events(
        [
            Event(0, ev.THREAD_BEGAN, 1),
            Event(10, kind, 1),
            Event(12, ev.WAIT_BEGAN, 1, 3, value=-1, flags=ev.OP_WAIT),
            Event(14, ev.LOCK_ACQUIRED, 1, 4, value=1),
        ]
    )
    fold.end(20)

    assert [(span.start, span.end) for span in fold.timeline.spans] == [(0, 10)]
    assert fold.timeline.lanes[1].end == 10


def a_lock_taken(fold: Fold) -> None:
    """A thread that takes a lock, and of which nothing more is heard."""
    fold.define(Process(1, 100))
    fold.define(Lane(2, 1, "lost", native=102))
    fold.define(SyncObject(9, "Lock", "till"))
    fold.add_events([Event(10, ev.THREAD_BEGAN, 2), Event(20, ev.LOCK_ACQUIRED, 2, 9, 0, 1)])


def test_a_thread_that_is_gone_without_a_word_lived_until_it_was_missed_at_most() -> None:
    fold = Fold()
    a_lock_taken(fold)
    assert [row.id for row in fold.unended(1)] == [2]

    fold.depart(2, 50)
    fold.take_frame(60)

    timeline = fold.timeline
    assert timeline.lanes[2].end == 50
    assert [Certainty(span.certainty).label for span in timeline.spans] == ["inferred"]
    assert [(hold.start, hold.end) for hold in timeline.holds] == [(20, 50)]
    assert not timeline.open_spans
    assert not list(fold.unended(1))
    assert validate(timeline) == []


def test_one_that_was_seen_to_leave_its_processor_for_good_ended_there() -> None:
    fold = Fold()
    fold.watch_processors()
    a_lock_taken(fold)
    fold.add_moments([Event(30, ev.PROCESSOR_LEFT, 2)])

    fold.depart(2, 50)
    fold.take_frame(60)

    assert fold.timeline.lanes[2].end == 30
    assert told(fold.timeline, "lost") == [f"running {20 / MS:g}"]
    assert [hold.end for hold in fold.timeline.holds] == [30]
    assert validate(fold.timeline) == []


def test_one_that_was_lost_sight_of_may_have_lived_on() -> None:
    fold = Fold()
    fold.watch_processors()
    a_lock_taken(fold)
    fold.add_moments([Event(30, ev.PROCESSOR_LEFT, 2)])
    fold.take_frame(10**9)

    fold.lose_sight()
    fold.depart(2, 2 * 10**9)
    fold.take_frame(2 * 10**9)

    ran, unknown = fold.timeline.spans
    assert (ran.end, ran.certainty) == (30, Certainty.EXACT)
    assert (unknown.end, unknown.certainty) == (2 * 10**9, Certainty.INFERRED)


def test_one_that_was_started_and_never_heard_of_is_waited_for_no_more() -> None:
    fold = Fold()
    fold.define(Lane(2, 1, "lost", native=102))
    fold.add_events([Event(5, ev.THREAD_BEGAN, 1), Event(10, ev.THREAD_STARTED, 1, value=2)])
    assert fold.timeline.starting == {2}

    fold.depart(2, 50)

    assert not fold.timeline.starting
    assert not list(fold.unended(1))
    assert list(fold.timeline.lanes) == [1]
