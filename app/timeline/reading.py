"""Reading a timeline back from its lines: the inverse of folding and taking frames."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from app.timeline.decoding import MalformedLine, decode
from app.timeline.instants import Instants
from app.timeline.lines import VERSION, Begins, End, Frame, Header
from app.timeline.timeline import UNKNOWN_LIMIT, OpenHold, OpenSpan, Timeline

COLUMNS = ("spans", "holds", "flows", "counters")


def read_timeline(lines: Iterable[str | bytes]) -> Timeline:
    """The timeline that these lines tell; complete up to the last of them."""
    timeline = Timeline()
    version = VERSION
    for number, text in enumerate(lines):
        if not text.strip():
            continue
        try:
            content = decode(text, version)
        except MalformedLine as error:
            raise MalformedLine(f"Line {number}: {error}") from None
        match content:
            case Header():
                timeline.header = content
                version = content.version
            case Frame():
                apply(timeline, content)
            case End():
                timeline.end = content
    return timeline


def apply(timeline: Timeline, frame: Frame) -> None:
    """Let a timeline grow by a frame."""
    timeline.now = max(timeline.now, frame.now)
    if frame.begins is not None:
        _begin(timeline, frame.begins)
    _count_again(timeline, frame)
    timeline.processes.update((row.id, row) for row in frame.processes)
    timeline.objects.update((row.id, row) for row in frame.objects)
    timeline.files.update((row.id, row) for row in frame.files)
    timeline.sites.update((row.id, row) for row in frame.sites)
    timeline.findings.update((row.id, row) for row in frame.findings)
    for lane in frame.lanes:
        timeline.lanes[lane.id] = lane
        timeline.spans_of.setdefault(lane.id, array("q"))
        if lane.end is not None:
            timeline.open_spans.pop(lane.id, None)
    _apply_columns(timeline, frame)
    for row in frame.open:
        timeline.open_spans[row[0]] = OpenSpan(*row, limit=UNKNOWN_LIMIT)
    _apply_holds(timeline, frame)
    timeline.cost = frame.cost or timeline.cost


def _begin(timeline: Timeline, begins: Begins) -> None:
    """What came before is not told, so nothing of it is known; rows keep their numbers."""
    timeline.begins = begins
    timeline.whole_from = timeline.kin_from = begins.at
    for name in COLUMNS:
        columns = type(getattr(timeline, name))()
        columns.first = getattr(begins, name)
        setattr(timeline, name, columns)
    timeline.instants = Instants()
    timeline.instants.first = begins.instants
    for table in (timeline.spans_of, timeline.open_spans, timeline.open_holds, timeline.values):
        table.clear()
    timeline.lanes_gone = begins.lanes - len(timeline.lanes)
    timeline.objects_gone = begins.objects - len(timeline.objects)


def _count_again(timeline: Timeline, frame: Frame) -> None:
    """Rows that were told before the beginning are counted there, and here now."""
    begins = timeline.begins
    if begins is not None:
        lanes = [row for row in frame.lanes if row.id not in timeline.lanes]
        timeline.lanes_gone -= sum(map(begins.counts_lane, lanes))
        objects = [row for row in frame.objects if row.id not in timeline.objects]
        timeline.objects_gone -= sum(map(begins.counts_object, objects))


def _apply_columns(timeline: Timeline, frame: Frame) -> None:
    first = len(timeline.spans)
    for offset, lane in enumerate(frame.spans.lane):
        timeline.spans_of.setdefault(lane, array("q")).append(first + offset)
    timeline.spans.extend(frame.spans)
    timeline.holds.extend(frame.holds)
    timeline.flows.extend(frame.flows)
    timeline.counters.extend(frame.counters)
    timeline.values.update(zip(frame.counters.object, frame.counters.value, strict=True))
    timeline.instants.extend(frame.instants)


def _apply_holds(timeline: Timeline, frame: Frame) -> None:
    """A hold that was told as held and is now closed is open no more."""
    closed = set(zip(frame.holds.object, frame.holds.lane, frame.holds.start, strict=True))
    for object_id in {key[0] for key in closed}:
        held = timeline.open_holds.get(object_id, [])
        held[:] = [hold for hold in held if (object_id, hold.lane, hold.start) not in closed]
    for row in frame.held:
        timeline.open_holds.setdefault(row[0], []).append(OpenHold(*row))
