"""What the watch over the GIL and the processors does to the spans of a lane."""

from __future__ import annotations

from itertools import chain

import pytest

from app import events as ev
from app.events import Event
from app.timeline.fold import Fold
from app.timeline.model import Certainty, Lane, Sample, State, SyncObject
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from tests.timeline.telling import MS

KINDS = {
    "wants": ev.GIL_WANTED,
    "takes": ev.GIL_TAKEN,
    "drops": ev.GIL_DROPPED,
    "on": ev.PROCESSOR_TAKEN,
    "off": ev.PROCESSOR_LEFT,
    "pushed": ev.PROCESSOR_LEFT,
}
LOCK, GIL, FILE = 1, 2, 3


def moments(text: str) -> list[Event]:
    """`1 wants, 3 takes`: what became of lane 1 in which millisecond."""
    found = []
    for part in filter(None, text.split(", ")):
        time, word = part.split()
        gil = GIL if KINDS[word] <= ev.GIL_DROPPED else 0
        value = int(word == "pushed") if not gil else -1
        found.append(Event(int(time) * MS, KINDS[word], 1, gil, value=value))
    return found


def folded(
    told: list[Event], *events: Event, samples: tuple[Sample, ...] = (), processors: bool = True
) -> Timeline:
    """The timeline of lane 1 over ten milliseconds, and of lane 2, which only releases."""
    fold = Fold()
    if processors:
        fold.watch_processors()
    for row in (SyncObject(LOCK, "Lock", "A"), SyncObject(GIL, "GIL", "GIL")):
        fold.define(row)
    fold.define(SyncObject(FILE, "File", "shop.db"))
    fold.define(Lane(1, name="one"))
    fold.define(Lane(2, name="two"))
    fold.add_events(Event(0, ev.THREAD_BEGAN, lane) for lane in (1, 2))
    fold.add_moments(told)
    fold.add_samples(samples)
    fold.add_events(sorted(events, key=lambda event: event.time))
    fold.end(10 * MS)
    assert validate(fold.timeline) == []
    return fold.timeline


def spans(timeline: Timeline) -> str:
    """Lane 1 in words: until when it did what, and for want of what."""
    words = []
    for span in timeline.spans:
        if span.lane == 1:
            lacks = ev.OPERATIONS[span.operation] if span.operation else ""
            state = State(span.state).label
            words.append(" ".join(filter(None, (f"{span.end / MS:g}", state, lacks))))
    return ", ".join(words)


@pytest.mark.parametrize(
    ("told", "spans_are"),
    [
        ("2 wants, 5 takes", "2 running, 5 runnable gil"),
        ("2 pushed, 5 on", "2 running, 5 runnable cpu"),
        ("2 drops, 3 off, 7 on, 7 takes", "3 running, 7 io"),
        ("2 drops, 6 takes", ""),
        ("1 drops, 2 wants, 2 off, 4 on, 4 off, 6 on, 6 takes", "2 running, 6 runnable gil"),
        ("1 pushed, 2 on, 3 pushed, 4 on", "1 running, 2 runnable cpu, 3 running, 4 runnable cpu"),
        ("2 wants, 5 takes, 5 pushed, 6 on", "2 running, 5 runnable gil, 6 runnable cpu"),
    ],
)
def test_a_thread_runs_when_it_has_what_it_needs(told: str, spans_are: str) -> None:
    assert spans(folded(moments(told))) == ", ".join(filter(None, (spans_are, "10 running")))


def test_what_the_watch_has_told_is_exact_and_what_nobody_saw_is_inferred() -> None:
    timeline = folded(moments("1 wants, 2 takes, 3 drops, 3 off, 4 on, 4 takes"))

    assert [Certainty(span.certainty).label for span in timeline.spans if span.lane == 1] == [
        "exact", "exact", "exact", "inferred", "exact",
    ]  # fmt: skip


def test_a_look_names_the_whole_wait_in_which_it_fell() -> None:
    look = Sample(5 * MS, 1, State.IO, FILE, ev.OP_READ)
    timeline = folded(moments("2 drops, 2 off, 7 on, 7 takes"), samples=(look,))

    assert spans(timeline) == "2 running, 7 io read, 10 running"
    assert timeline.spans[1].certainty == Certainty.SAMPLED


def test_what_a_wait_is_for_may_be_found_out_at_a_later_look() -> None:
    looks = (
        Sample(4 * MS, 1, State.IO, 0, ev.OP_READ),
        Sample(5 * MS, 1, State.IO, FILE, ev.OP_READ),
    )
    timeline = folded(moments("2 drops, 2 off, 7 on, 7 takes"), samples=looks)

    assert spans(timeline) == "2 running, 7 io read, 10 running"
    assert timeline.spans[1].object == FILE


@pytest.mark.parametrize("state", [State.RUNNING, State.IO, State.BLOCKED])
def test_a_look_cannot_contradict_what_was_told(state: State) -> None:
    looks = (Sample(1 * MS, 1, state), Sample(3 * MS, 1, state))

    assert spans(folded(moments("2 wants, 5 takes"), samples=looks)) == (
        "2 running, 5 runnable gil, 10 running"
    )


def test_who_was_made_to_drop_the_gil_has_wanted_it_ever_since() -> None:
    """It is told only when the thread is back from seeing that another has got it."""
    back = Event(2 * MS, ev.GIL_WANTED, 1, GIL, value=-1, flags=ev.SINCE_DROP)
    told = [*moments("2 drops, 2 off"), back, *moments("4 on, 6 takes")]

    assert spans(folded(told)) == "2 running, 6 runnable gil, 10 running"


WAIT = Event(1 * MS, ev.WAIT_BEGAN, 1, LOCK, value=-1, flags=ev.OP_ACQUIRE)
GOT = Event(8 * MS, ev.LOCK_ACQUIRED, 1, LOCK, value=1, flags=ev.WAITED)


def test_a_wait_ends_when_its_thread_is_woken_not_when_it_has_the_gil_again() -> None:
    told = moments("1 drops, 2 off, 5 on, 5 wants, 8 takes")
    timeline = folded(told, WAIT, GOT)

    assert spans(timeline) == "1 running, 5 blocked acquire, 8 runnable gil, 10 running"
    [hold] = [hold for hold in timeline.holds if hold.object == LOCK]
    assert hold.start == 5 * MS, "it had the lock before it had the GIL"


def test_a_wait_ends_when_the_lock_was_released_though_its_thread_got_no_processor() -> None:
    release = [
        Event(0, ev.LOCK_ACQUIRED, 2, LOCK, value=1),
        Event(3 * MS, ev.LOCK_RELEASED, 2, LOCK),
    ]
    timeline = folded(moments("1 drops, 2 off, 5 on, 5 wants, 8 takes"), WAIT, GOT, *release)

    assert spans(timeline) == (
        "1 running, 3 blocked acquire, 5 runnable cpu, 8 runnable gil, 10 running"
    )
    [flow] = timeline.flows
    [hold] = [hold for hold in timeline.holds if hold.lane == 1 and hold.object == LOCK]
    assert (flow.to_ns, hold.start) == (3 * MS, 3 * MS), "all of it where the wait ends"


def test_who_loses_the_processor_before_it_can_say_that_its_wait_is_over_lacks_that() -> None:
    told = moments("1 drops, 2 off, 4 on, 4 wants, 5 takes, 6 pushed, 7 on")

    assert spans(folded(told, WAIT, GOT)) == (
        "1 running, 4 blocked acquire, 5 runnable gil, 6 running, 7 runnable cpu, 10 running"
    )
    assert spans(folded(moments("2 off, 4 on, 4 pushed, 7 on"), WAIT, GOT)) == (
        "1 running, 4 blocked acquire, 7 runnable cpu, 10 running"
    )


def test_a_thread_that_wakes_for_nothing_goes_on_waiting() -> None:
    told = moments("1 drops, 2 off, 3 on, 3 wants, 4 takes, 4 drops, 4 off, 7 on, 7 wants, 8 takes")

    assert spans(folded(told, WAIT, GOT)) == (
        "1 running, 7 blocked acquire, 8 runnable gil, 10 running"
    )


def test_who_still_wants_the_gil_at_the_end_is_not_blocked_any_more() -> None:
    assert spans(folded(moments("1 drops, 2 off, 5 on, 5 wants"), WAIT)) == (
        "1 running, 5 blocked acquire, 10 runnable gil"
    )


def test_what_is_heard_of_a_thread_before_its_first_event_counts() -> None:
    begun = Event(2 * MS, ev.THREAD_BEGAN, 3)
    early = Event(1 * MS, ev.GIL_TAKEN, 3, GIL, value=-1)
    fold = Fold()
    fold.define(SyncObject(GIL, "GIL", "GIL"))
    fold.add_moments([early, Event(3 * MS, ev.PROCESSOR_LEFT, 3, value=1)])
    fold.add_events([begun])
    fold.end(4 * MS)

    assert [(span.end, span.operation) for span in fold.timeline.spans] == [
        (3 * MS, 0),
        (4 * MS, ev.OP_CPU),
    ]
    assert [(hold.lane, hold.start) for hold in fold.timeline.holds] == [(3, 2 * MS)]


@pytest.mark.parametrize(
    ("ran_ms", "spans_are"),
    [(4, "10 running"), (1, "3 running, 6 runnable cpu, 10 running")],
)
def test_where_the_kernel_tells_no_switches_the_processor_time_does(
    ran_ms: int, spans_are: str
) -> None:
    drop = Event(6 * MS, ev.GIL_DROPPED, 1, GIL, value=ran_ms * MS)
    timeline = folded([*moments("1 wants, 2 takes"), drop], processors=False)

    assert spans(timeline) == "1 running, 2 runnable gil, " + spans_are


def test_evidence_in_any_pieces_tells_the_same() -> None:
    told = moments("1 drops, 2 off, 5 on, 5 wants, 8 takes")
    whole = folded(told, WAIT, GOT)

    fold = Fold()
    fold.watch_processors()
    for row in (SyncObject(LOCK, "Lock", "A"), SyncObject(GIL, "GIL", "GIL"), Lane(1, name="one")):
        fold.define(row)
    events = [Event(0, ev.THREAD_BEGAN, 1), WAIT, GOT]
    for step in range(10):
        now = step * MS, (step + 1) * MS
        fold.add_moments(each for each in told if now[0] <= each.time < now[1])
        fold.add_events(each for each in events if now[0] <= each.time < now[1])
        fold.take_frame(now[1])
    fold.end(10 * MS)

    assert spans(fold.timeline) == spans(whole)
    assert list(chain(fold.timeline.holds)) == list(chain(whole.holds))
