"""What conditions, events and barriers do to a timeline."""

from __future__ import annotations

from app.timeline.model import Certainty, FlowKind, InstantKind
from app.timeline.text import timeline_from_text
from tests.timeline.telling import flows, told


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
