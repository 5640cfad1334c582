"""What samples, gaps and lost events do to the spans of a lane."""

from __future__ import annotations

from app import events as ev
from app.events import Event
from app.timeline.columns import Count
from app.timeline.fold import Fold
from app.timeline.model import Certainty, InstantKind, Lane, Sample, State, SyncObject
from app.timeline.text import fold_from_text, timeline_from_text
from app.timeline.validation import validate
from tests.timeline.telling import MS, told


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


READ_FILE = {"state": State.IO, "object": 1, "operation": ev.OP_READ}
READ_SOCKET = {"state": State.IO, "object": 2, "operation": ev.OP_RECEIVE}


def sampled(*samples: Sample) -> Fold:
    fold = Fold()
    fold.define(SyncObject(1, "File", "shop.db"))
    fold.define(SyncObject(2, "Socket", "127.0.0.1:80"))
    fold.define(Lane(1, name="one"))
    fold.add_events([Event(0, ev.THREAD_BEGAN, 1)])
    fold.add_samples(samples)
    fold.end(10 * MS)
    assert not list(validate(fold.timeline))
    return fold


def waits_of(fold: Fold) -> list[tuple[int, int, int]]:
    spans = fold.timeline.spans
    return [(each.start // MS, each.object, each.operation) for each in spans if each.state]


def test_two_waits_in_the_kernel_one_after_the_other_are_two_spans() -> None:
    fold = sampled(Sample(2 * MS, 1, **READ_FILE), Sample(5 * MS, 1, **READ_SOCKET))

    assert waits_of(fold) == [(2, 1, ev.OP_READ), (5, 2, ev.OP_RECEIVE)]


def test_a_look_that_names_nothing_cuts_no_wait() -> None:
    fold = sampled(Sample(2 * MS, 1, **READ_FILE), Sample(5 * MS, 1, State.IO))

    assert waits_of(fold) == [(2, 1, ev.OP_READ)]


def test_what_a_wait_is_for_may_become_known_while_it_lasts() -> None:
    unnamed = {"state": State.IO, "operation": ev.OP_READ}
    fold = sampled(Sample(2 * MS, 1, **unnamed), Sample(5 * MS, 1, **READ_FILE))

    assert waits_of(fold) == [(2, 1, ev.OP_READ)]


def test_an_event_ends_a_wait_that_was_only_seen_from_outside() -> None:
    fold = Fold()
    fold.define(SyncObject(1, "File", "shop.db"))
    fold.define(SyncObject(3, "Lock"))
    fold.add_events([Event(0, ev.THREAD_BEGAN, 1)])
    fold.add_samples([Sample(2 * MS, 1, **READ_FILE)])
    fold.take_frame(30 * MS)
    fold.add_events([Event(31 * MS, ev.LOCK_ACQUIRED, 1, 3, value=1)])
    fold.end(32 * MS)

    assert [(each.end, each.state, each.certainty) for each in fold.timeline.spans] == [
        (2 * MS, State.RUNNING, Certainty.INFERRED),
        (31 * MS, State.IO, Certainty.SAMPLED),
        (32 * MS, State.RUNNING, Certainty.INFERRED),
    ]
    assert not list(validate(fold.timeline))


def test_a_signal_handler_of_a_thread_seen_in_the_kernel_ends_no_less_of_its_wait() -> None:
    fold = Fold()
    fold.define(SyncObject(3, "Lock"))
    fold.add_events([Event(0, ev.THREAD_BEGAN, 1)])
    fold.add_samples([Sample(2 * MS, 1, **READ_FILE), Sample(3 * MS, 1, **READ_FILE)])
    fold.take_frame(30 * MS)
    fold.add_events([Event(31 * MS, ev.SIGNAL_RECEIVED, 1, value=2)])
    fold.add_events([Event(32 * MS, ev.LOCK_ACQUIRED, 1, 3, value=1)])
    fold.end(33 * MS)

    assert fold.timeline.spans[1].end == 32 * MS


def test_a_library_that_sleeps_while_it_waits_for_a_child_waits_for_the_child() -> None:
    fold = Fold()
    fold.define(SyncObject(1, "Process", "sleep (pid 7)"))
    fold.add_events([Event(0, ev.WAIT_BEGAN, 1, 1, value=-1, flags=ev.OP_PROCESS)])
    for time in (1, 2, 3):
        fold.add_events([Event(time * MS, ev.SLEEP_BEGAN, 1, value=MS // 2)])
        fold.add_events([Event(time * MS + MS // 2, ev.SLEEP_ENDED, 1)])
    fold.add_events([Event(4 * MS, ev.WAIT_ENDED, 1, 1)])

    assert [(each.state, each.end, each.certainty) for each in fold.timeline.spans] == [
        (State.IO, 4 * MS, Certainty.EXACT)
    ]
