"""What processes tell of each other in a timeline: messages, tasks, ends."""

from __future__ import annotations

from app import events as ev
from app.events import Event
from app.timeline.columns import Flow
from app.timeline.fold import Fold
from app.timeline.model import FlowKind, Lane, Process, State, SyncObject
from app.timeline.validation import validate

PIPE, QUEUE, POOL, FUTURE, CONDITION = 1, 2, 3, 4, 5
ONE, TWO, HELPER = 1, 2, 3
"""Main lanes of two processes, and a helper thread of the first."""


def fold(*events: Event) -> Fold:
    fold = Fold()
    fold.define(Process(1, 100))
    fold.define(Process(2, 200, parent=1))
    for lane, process in ((ONE, 1), (TWO, 2), (HELPER, 1)):
        fold.define(Lane(lane, process, f"lane {lane}"))
    kinds = ("Pipe", "Queue", "Executor", "Future", "Condition")
    for number, kind in enumerate(kinds, 1):
        fold.define(SyncObject(number, kind, kind.lower()))
    fold.add_events(events)
    assert validate(fold.timeline) == []
    return fold


def sent(time: int, size: int, lane: int = ONE) -> Event:
    return Event(time, ev.MESSAGE_SENT, lane, PIPE, value=size)


def received(time: int, size: int, lane: int = TWO) -> Event:
    return Event(time, ev.MESSAGE_RECEIVED, lane, PIPE, value=size, flags=ev.WAITED)


def test_the_nth_message_into_a_pipe_is_the_nth_out_of_it() -> None:
    told = fold(sent(1, 7), sent(2, 9), received(5, 7), sent(6, 7), received(7, 9), received(8, 7))

    assert list(told.timeline.flows) == [
        Flow(FlowKind.SEND_RECEIVE, ONE, 1, TWO, 5, PIPE),
        Flow(FlowKind.SEND_RECEIVE, ONE, 2, TWO, 7, PIPE),
        Flow(FlowKind.SEND_RECEIVE, ONE, 6, TWO, 8, PIPE),
    ]


def test_a_message_of_another_size_ends_what_is_claimed_of_the_pipe() -> None:
    told = fold(sent(1, 7), received(2, 8), sent(3, 7), received(4, 7))

    assert not list(told.timeline.flows)


def test_a_message_that_nobody_sent_ends_what_is_claimed_of_the_pipe() -> None:
    told = fold(received(2, 8), sent(3, 7), received(4, 7))

    assert not list(told.timeline.flows)


def test_who_waits_for_a_message_is_in_the_kernel_until_it_has_it() -> None:
    wait = Event(1, ev.WAIT_BEGAN, TWO, PIPE, value=-1, flags=ev.OP_RECEIVE)
    told = fold(Event(0, ev.THREAD_BEGAN, TWO), wait, sent(5, 7), received(9, 7))

    [span] = [each for each in told.timeline.spans if each.object == PIPE]
    assert (span.start, span.end, span.state) == (1, 9, State.IO)


def test_an_item_comes_from_who_put_it_and_not_from_who_carried_it() -> None:
    told = fold(
        Event(1, ev.QUEUE_PUT, ONE, QUEUE, value=-1, link=77),
        Event(2, ev.MESSAGE_SENT, HELPER, QUEUE, value=5, link=77),
        Event(4, ev.MESSAGE_RECEIVED, TWO, QUEUE, value=5),
        Event(5, ev.QUEUE_GOT, TWO, QUEUE, value=-1),
    )

    assert list(told.timeline.flows) == [Flow(FlowKind.PUT_GET, ONE, 1, TWO, 4, QUEUE)]
    lengths = [each.value for each in told.timeline.counters if each.object == QUEUE]
    assert lengths == [1, 0]


def test_a_result_comes_from_the_process_that_ran_the_task() -> None:
    told = fold(
        Event(1, ev.TASK_SUBMITTED, ONE, POOL, value=FUTURE, link=8, flags=ev.SHARED),
        Event(2, ev.WAIT_BEGAN, ONE, FUTURE, value=-1, flags=ev.OP_RESULT),
        Event(3, ev.TASK_BEGAN, TWO, POOL, link=8, flags=ev.SHARED),
        Event(5, ev.TASK_ENDED, TWO, POOL, link=8, flags=ev.SHARED),
        Event(6, ev.FUTURE_RESOLVED, HELPER, FUTURE),
        Event(7, ev.WAIT_ENDED, ONE, FUTURE),
    )

    assert list(told.timeline.flows) == [
        Flow(FlowKind.SUBMIT_RUN, ONE, 1, TWO, 3, POOL),
        Flow(FlowKind.RESULT, TWO, 5, ONE, 7, FUTURE),
    ]


def notified(time: int) -> Event:
    return Event(time, ev.CONDITION_NOTIFIED, ONE, CONDITION, value=1)


def waited(began: int, ended: int) -> tuple[Event, Event]:
    return (
        Event(began, ev.WAIT_BEGAN, TWO, CONDITION, value=-1, flags=ev.OP_WAIT),
        Event(ended, ev.WAIT_ENDED, TWO, CONDITION),
    )


def test_the_only_notification_during_a_wait_ended_it() -> None:
    began, ended = waited(2, 9)
    told = fold(notified(1), began, notified(5), ended)

    assert list(told.timeline.flows) == [Flow(FlowKind.NOTIFY_WAIT, ONE, 5, TWO, 9, CONDITION)]


def test_of_two_notifications_without_tickets_none_is_claimed_to_have_ended_a_wait() -> None:
    began, ended = waited(2, 9)
    told = fold(began, notified(4), notified(5), ended)

    assert not list(told.timeline.flows)


def test_a_child_that_was_killed_ends_when_its_parent_knows_at_the_latest() -> None:
    told = fold(
        Event(1, ev.PROCESS_BEGAN, TWO, value=200),
        Event(3, ev.WAIT_BEGAN, ONE, 9, value=-1, flags=ev.OP_JOIN),
        Event(8, ev.PROCESS_REAPED, ONE, 9, value=-9, link=200),
        Event(9, ev.WAIT_ENDED, ONE, 9),
    )

    assert told.timeline.lanes[TWO].end == 8
    assert told.timeline.processes[2].exit == -9
    [joined] = [each for each in told.timeline.spans if each.lane == ONE and each.object == 9]
    assert (joined.start, joined.end) == (3, 9)


def test_a_process_that_becomes_another_program_goes_on_in_new_lanes() -> None:
    told = fold(
        Event(1, ev.THREAD_BEGAN, ONE),
        Event(2, ev.THREAD_BEGAN, HELPER),
        Event(5, ev.PROCESS_REPLACED, ONE, value=100),
        Event(9, ev.PROCESS_BEGAN, TWO, value=100),
    )

    assert [told.timeline.lanes[lane].end for lane in (ONE, HELPER, TWO)] == [5, 5, None]
    assert list(told.timeline.flows) == [Flow(FlowKind.START, ONE, 5, TWO, 9, 0)]


def test_the_exit_code_of_a_process_that_cannot_know_it_is_its_parents_to_tell() -> None:
    told = fold(Event(1, ev.PROCESS_ENDED, TWO, value=ev.EXIT_UNKNOWN))
    assert told.timeline.processes[2].exit is None

    told.add_events([Event(2, ev.PROCESS_REAPED, ONE, value=3, link=200)])
    assert told.timeline.processes[2].exit == 3
