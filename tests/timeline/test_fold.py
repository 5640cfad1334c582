"""Folding: what the rows of a timeline say of a drawn program."""

from __future__ import annotations

import pytest

from app import events as ev
from app.events import Event
from app.timeline.columns import Count, Flow, Hold
from app.timeline.fold import Fold
from app.timeline.model import Certainty, FlowKind, InstantKind, Lane, Process, State, SyncObject
from app.timeline.text import fold_from_text, timeline_from_text
from app.timeline.timeline import Timeline
from app.timeline.validation import validate

MS = 1_000_000


def told(timeline: Timeline, name: str) -> list[str]:
    """A lane's spans as words: state, object, milliseconds."""
    [lane] = [lane.id for lane in timeline.lanes.values() if lane.name == name]
    rows = [
        (span.state, span.object, span.end - span.start)
        for span in timeline.spans
        if span.lane == lane
    ]
    if lane in timeline.open_spans:
        head = timeline.open_spans[lane]
        rows.append((head.state, head.object, timeline.now - head.start))
    return [
        " ".join(
            filter(
                None,
                (
                    State(state).label,
                    timeline.objects[object_id].name if object_id else "",
                    f"{length / MS:g}",
                ),
            )
        )
        for state, object_id, length in rows
    ]


def flows(timeline: Timeline, kind: FlowKind) -> list[tuple[str, str]]:
    """The flows of a kind, as the names of both lanes."""
    return [
        (timeline.lanes[flow.from_lane].name, timeline.lanes[flow.to_lane].name)
        for flow in timeline.flows
        if flow.kind == kind
    ]


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


def test_setting_an_event_wakes_every_waiter() -> None:
    timeline = timeline_from_text("""
        where e: Event
        a     ?e  .   +e
        b     ?e  .   +e
        c     .   *e  .
    """)

    assert flows(timeline, FlowKind.SET_WAIT) == [("c", "a"), ("c", "b")]


def test_a_wait_that_timed_out_was_not_ended_by_an_earlier_signal() -> None:
    timeline = timeline_from_text("""
        where e: Event
        a     .   .   ?e:1  !e
        b     *e  /e  .     .
    """)

    assert not timeline.flows


def test_a_notify_wakes_the_waiter_that_holds_its_ticket() -> None:
    timeline = timeline_from_text("""
        where c: Condition
        a     ?c  .   .   .   +c
        b     .   ?c  .   .   .   +c
        one   .   .   *c  .
        two   .   .   .   *c
    """)

    assert flows(timeline, FlowKind.NOTIFY_WAIT) == [("one", "a"), ("two", "b")]


def test_a_notify_that_nobody_hears_leaves_a_note_and_is_remembered() -> None:
    timeline = timeline_from_text("""
        where c: Condition
        one   *c
    """)

    [note] = timeline.instants
    assert note.kind == InstantKind.NOTE
    assert "nobody was waiting" in note.text
    assert [signal.lane for signal in timeline.signals[note.object]] == [1]


def test_the_last_one_at_a_barrier_frees_the_others() -> None:
    timeline = timeline_from_text("""
        where b: Barrier
        one   ?b  .   .   +b
        two   .   ?b  .   +b
        last  .   .   *b  .
    """)

    assert flows(timeline, FlowKind.BARRIER) == [("last", "one"), ("last", "two")]


def test_who_waits_for_the_round_before_to_leave_may_be_the_last_of_the_next() -> None:
    timeline = timeline_from_text("""
        where b: Barrier
        one   ?b  .   +b
        last  ?b  *b  .
    """)

    assert told(timeline, "last") == ["blocked b 1", "running 2"]
    assert timeline.spans[0].certainty == Certainty.EXACT


def test_every_item_of_a_queue_is_a_flow_from_put_to_get() -> None:
    timeline = timeline_from_text("""
        where q: Queue
        maker  *q  .   *q  .
        taker  .   +q  ?q  +q
    """)

    assert flows(timeline, FlowKind.PUT_GET) == [("maker", "taker")] * 2
    assert [count.value for count in timeline.counters] == [1, 0, 1, 0]


def test_a_producer_at_a_full_queue_is_woken_by_the_consumer() -> None:
    timeline = timeline_from_text("""
        where q: Queue(2)
        maker  ?*q  .   *q
        taker  .    +q  .
    """)

    assert told(timeline, "maker") == ["blocked q 2", "running 1"]
    assert flows(timeline, FlowKind.RELEASE_ACQUIRE) == [("taker", "maker")]


def test_a_task_is_a_span_of_its_own_on_the_workers_lane() -> None:
    timeline = timeline_from_text("""
        where p: Executor, f: Future
        main    *p.f  ?f    .     .   +f
        worker  ?p    +p.f  .   -p.f  ?p  .
    """)

    assert told(timeline, "worker") == ["blocked p 1", "running 2", "running 1", "blocked p 2"]
    assert flows(timeline, FlowKind.SUBMIT_RUN) == [("main", "worker")]
    assert flows(timeline, FlowKind.RESULT) == [("worker", "main")]
    assert timeline.tasks == {}


def test_a_task_that_nobody_has_begun_is_remembered() -> None:
    timeline = timeline_from_text("""
        where p: Executor
        main    *p.f  *p.g
        worker  .     +p.f
    """)

    assert [task.lane for task in timeline.tasks.values()] == [2, 0]


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


def test_a_wait_whose_end_was_lost_ends_with_the_lanes_next_act() -> None:
    timeline = timeline_from_text("""
        where e: Event
        one   ?e  .  +A
    """)

    assert told(timeline, "one") == ["blocked e 2", "running 1"]
    assert timeline.spans[0].certainty == Certainty.INFERRED


def test_a_signal_handler_may_act_while_its_thread_waits() -> None:
    fold = Fold()
    fold.define(SyncObject(1, "Event"))
    fold.define(SyncObject(2, "Lock"))
    fold.add_events(
        [
            Event(0, ev.WAIT_BEGAN, 1, 1, value=-1, flags=ev.OP_WAIT),
            Event(10, ev.SIGNAL_RECEIVED, 1, value=2),
            Event(11, ev.LOCK_ACQUIRED, 1, 2, value=1),
            Event(12, ev.LOCK_RELEASED, 1, 2),
            Event(30, ev.WAIT_ENDED, 1, 1),
        ]
    )

    assert [(span.start, span.end, span.certainty) for span in fold.timeline.spans] == [
        (0, 30, Certainty.EXACT)
    ]
    assert fold.timeline.instants[0].text == "SIGINT"


def test_a_collection_during_a_wait_does_not_end_it() -> None:
    fold = Fold()
    fold.add_events(
        [
            Event(0, ev.WAIT_BEGAN, 1, 1, value=-1, flags=ev.OP_GET),
            Event(10, ev.COLLECTION_BEGAN, 1, value=2),
            Event(1_500_010, ev.COLLECTION_ENDED, 1, value=2),
        ]
    )

    assert not fold.timeline.spans
    [pause] = fold.timeline.instants
    assert (pause.time, pause.text) == (10, "generation 2, 1.500 ms")


def test_samples_tell_what_events_do_not() -> None:
    timeline = timeline_from_text("one  .  =io  .  =runnable  +A  .")

    assert told(timeline, "one") == ["running 1", "io 2", "runnable 1", "running 2"]
    assert [span.certainty for span in timeline.spans] == [
        Certainty.INFERRED,
        Certainty.SAMPLED,
        Certainty.SAMPLED,
    ]


def test_an_exact_wait_wins_over_samples() -> None:
    timeline = timeline_from_text("""
        where e: Event
        one   ?e  =io  .  +e  =running  .  ?e
    """)

    assert told(timeline, "one") == ["blocked e 3", "running 3", "blocked e 1"]
    assert timeline.spans[1].certainty == Certainty.SAMPLED


def test_an_event_may_overtake_a_sample_until_it_has_settled() -> None:
    fold = fold_from_text("one  .  .  =io")
    fold.take_frame(4 * MS)
    assert not fold.timeline.spans

    fold.add_events([Event(MS, ev.SLEEP_BEGAN, 1), Event(3 * MS, ev.SLEEP_ENDED, 1)])

    assert told(fold.timeline, "one") == ["running 1", "sleeping 2", "running 1"]


def test_a_sample_that_has_settled_shows_without_any_event() -> None:
    fold = fold_from_text("one  .  =io")
    fold.take_frame(100 * MS)

    assert told(fold.timeline, "one") == ["running 1", "io 99"]


def test_a_sample_that_has_not_settled_shows_when_the_run_ends() -> None:
    fold = fold_from_text("one  .  =io")
    fold.end(5 * MS)

    assert told(fold.timeline, "one") == ["running 1", "io 4"]


def test_a_gap_makes_what_spans_it_uncertain_and_nobody_a_holder() -> None:
    fold = fold_from_text("""
        one     +A   .
        two     .    ?A
        else@2  +B   .
    """)

    fold.lose(1, 2 * MS, 3 * MS, 17)

    assert fold.timeline.open_spans[2].certainty == Certainty.INFERRED
    assert [hold[1:4] for hold in fold.timeline.holds] == [(1, 0, 2 * MS)]
    [dropped] = fold.timeline.instants
    assert (dropped.kind, dropped.lane) == (InstantKind.DROPPED, 1)
    assert dropped.text == "17 events were lost in 1.000 ms"
    fold.add_events([Event(4 * MS, ev.LOCK_ACQUIRED, 2, fold.timeline.holds[0].object, value=1)])
    assert told(fold.timeline, "two")[1] == "blocked A 3"


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


def test_what_nobody_defined_is_made_up() -> None:
    fold = Fold()
    fold.add_events(
        [
            Event(10, ev.WAIT_BEGAN, 9, 4, value=-1, flags=ev.OP_GET),
            Event(20, ev.QUEUE_GOT, 9, 4, value=0, flags=ev.WAITED),
            Event(30, ev.BARRIER_BROKEN, 9, 5),
            Event(40, 999, 9),
        ]
    )
    fold.end(50)

    assert fold.timeline.lanes[9].name == "thread 9"
    assert fold.timeline.objects[4].kind == "Queue"
    assert fold.timeline.objects[5].kind == "Barrier"
    assert list(fold.timeline.counters) == [Count(4, 20, 0)]
    assert validate(fold.timeline) == []


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
