"""What a thread's own processor clock does to its spans."""

from __future__ import annotations

import pytest

from app import events as ev
from app.events import Event
from app.timeline.fold import Fold
from app.timeline.model import Certainty, Lane, Process, Sample, State, SyncObject
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from tests.timeline.telling import MS

LOCK = 1


def used(time: int, ran: int, since: int, together: int = 90) -> Event:
    """At `time` lane 1 tells that it ran for `ran` of the last `since` milliseconds, and how
    many hundredths of a processor all threads had meanwhile.
    """
    return Event(time * MS, ev.PROCESSOR_USED, 1, value=ran * MS, link=since * MS, flags=together)


def folded(*events: Event, gil: bool = True, look: int = 0) -> Timeline:
    fold = Fold()
    fold.define(Process(1, 100, gil=gil))
    fold.define(SyncObject(LOCK, "Lock", "A"))
    fold.define(Lane(1, 1))
    fold.add_events([Event(0, ev.THREAD_BEGAN, 1)])
    if look:
        fold.add_samples([Sample(look * MS, 1, State.RUNNING)])
    fold.add_events(events)
    fold.end(10 * MS)
    assert validate(fold.timeline) == []
    return fold.timeline


def spans(timeline: Timeline) -> str:
    """Lane 1 in words: until when it did what."""
    of_lane = [span for span in timeline.spans if span.lane == 1]
    return ", ".join(f"{span.end // MS} {State(span.state).label}" for span in of_lane)


def test_who_had_a_processor_nearly_all_the_time_has_run() -> None:
    assert spans(folded(used(9, ran=9, since=9))) == "10 running"


def test_who_never_got_a_share_was_in_the_kernel() -> None:
    timeline = folded(used(9, ran=0, since=8))

    assert spans(timeline) == "1 running, 9 io, 10 running"
    assert {span.certainty for span in timeline.spans} == {Certainty.INFERRED}
    assert {span.operation for span in timeline.spans} == {ev.OP_NONE}


@pytest.mark.parametrize(
    ("together", "gil", "state"),
    [(95, True, "runnable"), (60, True, "runnable"), (33, True, "io"), (200, False, "io")],
)
def test_who_got_a_share_while_others_were_busy_wanted_to_run(
    together: int, gil: bool, state: str
) -> None:
    timeline = folded(used(9, ran=3, since=9, together=together), gil=gil)

    assert spans(timeline) == f"3 running, 9 {state}, 10 running"


def test_it_says_nothing_of_what_lies_before_the_event_before() -> None:
    assert spans(folded(used(9, ran=0, since=4))) == "5 running, 9 io, 10 running"


def test_what_an_event_has_begun_is_left_alone() -> None:
    sleep = Event(1 * MS, ev.SLEEP_BEGAN, 1), used(9, 0, 8), Event(9 * MS, ev.SLEEP_ENDED, 1)

    assert spans(folded(*sleep)) == "1 running, 9 sleeping, 10 running"


def test_what_was_seen_is_left_alone() -> None:
    assert spans(folded(used(9, ran=1, since=9), look=2)) == "10 running"
