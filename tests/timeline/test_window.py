"""What leaves the window was told before, stays counted, and makes nobody say what is not so."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from app import events as ev
from app.analysis.registry import ANALYSES
from app.events import Event
from app.timeline.encoding import encode_frame
from app.timeline.fold import Fold
from app.timeline.frames import read_timeline
from app.timeline.model import Instant, InstantKind, Lane, Process, SyncObject
from app.timeline.order import Order
from tests.timeline.programs import a_fold, programs
from tests.timeline.test_properties import rows

SMALL = 4
LOCK = 1
FRAME = 100


def turns(count: int, *, threads: int = 3, first: int = 0) -> list[Event]:
    """Threads that take one lock in turns, each waiting for the one before."""
    events: list[Event] = []
    for turn in range(first, first + count):
        holder, waiter, time = turn % threads + 1, (turn + 1) % threads + 1, turn * 100
        if turn == 0:
            events.append(Event(time, ev.LOCK_ACQUIRED, holder, LOCK, 0, 1))
        events += [
            Event(time + 20, ev.WAIT_BEGAN, waiter, LOCK, 0, -1, 0, ev.OP_ACQUIRE),
            Event(time + 80, ev.LOCK_RELEASED, holder, LOCK),
            Event(time + 90, ev.LOCK_ACQUIRED, waiter, LOCK, 0, 1, 0, ev.WAITED),
        ]
    return events


def folded(events: Iterable[Event], window_rows: int) -> tuple[Fold, list[str]]:
    """A fold that took a frame every so many events, and the frames."""
    fold = Fold(window_rows)
    fold.define(Process(1, 1))
    fold.define(SyncObject(LOCK, "Lock", "till"))
    lines, events = [], list(events)
    for begin in range(0, len(events), FRAME):
        piece = events[begin : begin + FRAME]
        fold.add_events(piece)
        lines.append(encode_frame(fold.take_frame(piece[-1].time)))
    return fold, lines


@given(programs(), st.lists(st.integers(0, 60)))
@settings(deadline=None)
def test_a_window_changes_nothing_of_what_is_told(events: list[Event], cuts: list[int]) -> None:
    told = []
    for window_rows in (1 << 20, 1):
        fold, lines = a_fold(window_rows), []
        for number, event in enumerate(events):
            fold.add_events([event])
            if number in cuts:
                lines.append(encode_frame(fold.take_frame(event.time)))
        lines.append(encode_frame(fold.end(1_000)))
        told.append(lines)

    assert told[0] == told[1]


def test_the_latest_rows_stay_and_keep_their_numbers() -> None:
    whole, lines = folded(turns(1000), 1 << 20)
    fold, _ = folded(turns(1000), 200)
    spans = fold.timeline.spans

    assert 200 <= len(list(spans)) <= 400 + FRAME
    assert len(spans) == len(whole.timeline.spans) == len(read_timeline(lines).spans)
    assert spans[len(spans) - 1] == whole.timeline.spans[len(spans) - 1]
    assert list(spans) == list(whole.timeline.spans)[spans.first :]
    assert fold.timeline.counts() == whole.timeline.counts()


def test_no_row_is_missing_that_ended_after_the_window_began() -> None:
    whole, _ = folded(turns(1000), 1 << 20)
    fold, _ = folded(turns(1000), 200)
    since = fold.timeline.whole_from

    assert since > 0
    for name in ("spans", "holds", "flows", "counters"):
        columns = getattr(fold.timeline, name)
        by = type(columns).BY
        expected = [row for row in getattr(whole.timeline, name) if _time(row, by) > since]
        assert [row for row in columns if _time(row, by) > since] == expected


def _time(row: tuple[int, ...], name: str) -> int:
    return int(getattr(row, name))


def test_totals_count_what_has_left() -> None:
    whole, _ = folded(turns(1000), 1 << 20)
    fold, _ = folded(turns(1000), 200)
    known, kept = (each.timeline.ledger.catch_up(each.timeline) for each in (whole, fold))

    assert kept.waits == known.waits
    assert kept.holds == known.holds


def test_lanes_and_threads_that_are_over_leave_with_their_rows() -> None:
    fold = Fold(window_rows=2000)
    fold.define(Process(1, 1))
    fold.add_events([Event(0, ev.THREAD_BEGAN, 1)])
    for request in range(2, 20_000):
        fold.define(Lane(request, process=1, parent=1, object=request))
        fold.define(SyncObject(request, "Thread", process=1))
        time = request * 100
        fold.add_events(
            [
                Event(time, ev.THREAD_STARTED, 1, request, 0, request),
                Event(time + 10, ev.THREAD_BEGAN, request, request),
                Event(time + 60, ev.THREAD_ENDED, request, request),
            ]
        )
        if request % FRAME == 0:
            fold.take_frame(time + 60)

    timeline, growth = fold.timeline, fold._growth
    assert timeline.counts()["lanes"] == 19_999
    assert timeline.counts()["objects"] == 19_998
    assert len(timeline.lanes) < 4000
    assert len(timeline.objects) < 4000
    for table in (growth.lanes.open, growth.lanes.declared, timeline.spans_of):
        assert len(table) < 4000
    assert len(growth.causes.by_object) + len(growth.causes.by_ticket) < 4000
    assert 1 in timeline.lanes


def test_who_was_defined_a_moment_ago_keeps_its_name_though_its_events_are_late() -> None:
    """Definitions are read at once, and events of a crowd one after the other."""
    fold = Fold(window_rows=SMALL)
    early, late = range(10, 2010), range(3000, 5000)
    fold.define(SyncObject(LOCK, "Lock", "till"))
    for number in early:
        fold.define(SyncObject(number, "Future", f"answer {number}"))
    fold.defined_until(5)
    for number in late:
        fold.define(SyncObject(number, "Future", f"answer {number}"))
    fold.defined_until(10**9)

    fold.add_events(event._replace(time=event.time + 10) for event in turns(100))
    fold.take_frame(100_000)
    fold.add_events([Event(100_001, ev.FUTURE_RESOLVED, 1, 4000)])

    assert fold.timeline.objects[4000].name == "answer 4000"
    assert not fold.timeline.objects.keys() & set(early)
    assert fold.timeline.counts()["objects"] == 4001


def test_a_parent_is_known_to_precede_its_child_after_that_has_left_the_window() -> None:
    fold = Fold(window_rows=SMALL)
    for lane in (1, 2):
        fold.define(Lane(lane))
    fold.add_events([Event(1, ev.THREAD_STARTED, 1, 0, 0, 2), Event(2, ev.THREAD_BEGAN, 2)])
    fold.add_events(
        event._replace(time=event.time + 10, lane=event.lane % 2 + 1) for event in turns(100)
    )
    fold.take_frame(100_000)

    assert fold.timeline.whole_from > 2
    assert Order(fold.timeline).precedes((1, 0), (2, 50))


def test_an_exception_stands_after_its_instant_has_left() -> None:
    """The finding does not go when the row does: nobody could say that it is not so."""
    from app.runs.conclusions import Conclusions

    conclusions = Conclusions(ANALYSES)
    fold = Fold(window_rows=SMALL)
    fold.define(SyncObject(LOCK, "Lock"))
    fold.add_instant(Instant(1, 5, InstantKind.EXCEPTION, text="ValueError: no"))
    [told] = conclusions.update(fold.timeline, 10)
    fold.add_events(event._replace(time=event.time + 10) for event in turns(100))
    fold.take_frame(100_000)
    assert not fold.timeline.instants

    later = conclusions.update(fold.timeline, 10**10, final=True)

    assert told.kind == "uncaught_exception"
    assert told.id not in {finding.id for finding in later if finding.withdrawn}
    assert told in [each.finding for each in conclusions.standing()]


def test_a_timeline_that_was_read_holds_all_of_it() -> None:
    whole, lines = folded(turns(1000), 200)

    told = read_timeline(lines)

    assert told.whole_from == 0
    assert len(list(told.spans)) == whole.timeline.counts()["spans"]
    assert rows(told)["open"] == rows(whole.timeline)["open"]
