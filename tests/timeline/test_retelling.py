"""A timeline that begins late is the rest of the whole one, and lacks nothing that it names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app import events as ev
from app.events import Event
from app.timeline.encoding import encode_frame
from app.timeline.frames import read_timeline
from app.timeline.model import Finding, Lane, Process, Site, SourceFile, SyncObject
from app.timeline.retelling import Retelling
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from tests.timeline.programs import a_fold, any_events, programs

END = 1_000
COLUMNS = ("spans", "holds", "flows", "counters")


def recorded(events: list[Event], cut: int, every: int = 3) -> tuple[Timeline, list[str]]:
    """The whole timeline, and the lines from the cut after so many frames on."""
    fold = a_fold()
    fold.define(SourceFile(1, "program.py", "text"))
    for site in (1, 2, 3):
        fold.define(Site(site, 1, site))
    retelling, lines = None, []
    cut = min(cut, (len(events) - 1) // every)
    for number, begin in enumerate(range(0, len(events), every)):
        piece = events[begin : begin + every]
        fold.add_events(piece)
        frame = fold.take_frame(piece[-1].time)
        if retelling is not None:
            retelling.complete(frame)
            lines.append(encode_frame(frame))
        if number == cut:
            retelling = Retelling(fold.timeline)
            lines.append(encode_frame(retelling.begin(number + 1, [])))
    last = fold.end(END)
    if retelling is not None:
        retelling.complete(last)
    return fold.timeline, [*lines, encode_frame(last)]


@given(programs() | any_events.filter(bool), st.integers(0, 10))
@settings(deadline=None)
def test_what_begins_late_is_sound_and_tells_the_rest(events: list[Event], cut: int) -> None:
    # Two moments are never one: what began in the moment of a cut is counted before it.
    events = [event._replace(time=number) for number, event in enumerate(events)]
    whole, lines = recorded(events, cut)
    told = read_timeline(lines)

    assert validate(told) == []
    assert told.counts() | {"objects": 0} == whole.counts() | {"objects": 0}
    for name in COLUMNS:
        columns, known = getattr(told, name), getattr(whole, name)
        assert len(columns) == len(known) + (name == "counters") * snapshot_counters(lines)
        rest = [known[number] for number in range(columns.first, len(known))]
        assert list(columns)[len(columns) - columns.first - len(rest) :] == rest
    assert told.lanes.items() <= whole.lanes.items()
    assert told.objects.items() <= whole.objects.items()


def snapshot_counters(lines: list[str]) -> int:
    """The values that are told again, which are rows too many."""
    first = read_timeline(lines[:1])
    return len(list(first.counters)) if first.begins else 0


@given(programs(), st.integers(0, 10))
@settings(deadline=None)
def test_who_missed_a_piece_begins_again_and_keeps_what_was_named(
    events: list[Event], cut: int
) -> None:
    whole, rest = recorded(events, cut)
    early = a_fold()
    early.add_events(events[:3])
    beginning = encode_frame(early.take_frame(events[2].time))

    told = read_timeline([beginning, *rest])

    alone = read_timeline(rest)
    assert list(told.spans) == list(alone.spans)
    assert told.open_holds == alone.open_holds
    assert told.counts() == alone.counts() == whole.counts()
    assert validate(told) == []


def test_a_cut_tells_open_spans_holds_values_and_what_they_name() -> None:
    fold = a_fold()
    for row in (Process(1, 7), Lane(1, 1, "main"), Lane(2, 1, "worker", parent=1, site=9)):
        fold.define(row)
    fold.define(SourceFile(1, "shop.py", "…"))
    for site in (4, 5, 9):
        fold.define(Site(site, 1, site))
    fold.define(SyncObject(1, "Lock", "till", site=5))
    fold.add_events(
        [
            Event(1, ev.THREAD_BEGAN, 1),
            Event(2, ev.THREAD_BEGAN, 2),
            Event(3, ev.LOCK_ACQUIRED, 1, 1, 4, 1),
            Event(5, ev.WAIT_BEGAN, 2, 1, 4, -1, 0, ev.OP_ACQUIRE),
            Event(6, ev.QUEUE_PUT, 1, 6, 0, 3, 1),
        ]
    )
    fold.take_frame(10)
    finding = Finding("deadlock:1", "deadlock", "error", "They wait.", lanes=(1, 2), objects=(1,))

    frame = Retelling(fold.timeline).begin(1, [finding])

    assert frame.begins is not None
    assert (frame.begins.at, frame.begins.line, frame.begins.lanes) == (10, 1, 2)
    assert [row[:3] for row in frame.open] == [(1, 1, 0), (2, 5, 2)]
    assert frame.held == [(1, 1, 3, 4, 0)]
    assert (6, 10, 3) in list(frame.counters)
    assert [lane.name for lane in frame.lanes] == ["main", "worker"]
    assert {row.id for row in frame.objects} == {1, 6}
    assert [site.id for site in frame.sites] == [4, 5, 9]
    assert [file.path for file in frame.files] == ["shop.py"]
    assert [process.pid for process in frame.processes] == [7]


def test_a_lane_that_is_over_is_told_again_by_who_names_it() -> None:
    """An item comes from a thread that ended before the cut: the arrow needs its lane."""
    fold = a_fold()
    fold.define(Lane(2, 1, "maker"))
    fold.add_events(
        [
            Event(1, ev.THREAD_BEGAN, 1),
            Event(2, ev.THREAD_BEGAN, 2),
            Event(3, ev.QUEUE_PUT, 2, 6, 0, 1, 77),
            Event(4, ev.THREAD_ENDED, 2),
        ]
    )
    fold.take_frame(10)
    retelling = Retelling(fold.timeline)
    assert [lane.id for lane in retelling.begin(1, []).lanes] == [1]

    fold.add_events([Event(20, ev.QUEUE_GOT, 1, 6, 0, 0, 77)])
    frame = fold.take_frame(30)
    retelling.complete(frame)

    assert [lane.name for lane in frame.lanes] == ["maker"]
    again = fold.take_frame(40)
    retelling.complete(again)
    assert again.lanes == []
