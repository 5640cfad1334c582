"""A timeline as text: from a drawing, and back to one.

The grammar stands in `drawing.py`. `as_text` draws what the format carries: not a signal
that woke nobody, the depth of an RLock, the tasks of a pool, the limit of a wait that was
not reached, or a wait for the inner lock of a queue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from app.events import OP_ENTER, OP_JOIN, OP_NONE, OP_PUT, OP_SHUTDOWN, Event
from app.timeline.columns import Span
from app.timeline.drawing import Drawing
from app.timeline.fold import Fold
from app.timeline.model import Certainty, FlowKind, Instant, InstantKind, Sample, State
from app.timeline.playing import Happening, Player
from app.timeline.timeline import Timeline

NOT_DRAWN = (OP_NONE, OP_ENTER)


def fold_from_text(text: str) -> Fold:
    """A fold that has taken in everything the drawing says, and is still open."""
    drawing = Drawing(text)
    player = Player(drawing)
    fold = Fold()
    for row in drawing.definitions:
        fold.define(row)
    feed(fold, player.happenings)
    fold.timeline.now = player.now
    return fold


def feed(fold: Fold, happenings: Iterable[Happening]) -> None:
    """Let the fold take in what happened."""
    for happening in happenings:
        match happening:
            case Event():
                fold.add_events((happening,))
            case Sample():
                fold.add_samples((happening,))
            case Instant():
                fold.add_instant(happening)


def timeline_from_text(text: str) -> Timeline:
    """The timeline of the program in the drawing, observed up to its last column."""
    fold = fold_from_text(text)
    fold.take_frame(fold.timeline.now)
    return fold.timeline


def as_text(timeline: Timeline) -> str:
    """The drawing of a timeline: one column per moment at which anything happened."""
    cells: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for time, lane, step in sorted(set(_steps(timeline)), key=_order):
        cells[time][lane].append(step)
    for span in timeline.spans:
        if span.state == State.SLEEPING and not cells[span.end][span.lane]:
            cells[span.end][span.lane].append("^")
    times = sorted(cells)
    table = [
        [_label(timeline, lane), *(",".join(cells[time][lane]) or "." for time in times)]
        for lane in timeline.lanes
    ]
    widths = [max(map(len, column)) + 2 for column in zip(*table, strict=True)]
    lines = [
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    return "\n".join([*_declarations(timeline), *lines]) + "\n"


def _order(step: tuple[int, int, str]) -> tuple[int, int, int, str]:
    """By time and lane; what ends something stands before what begins something."""
    time, lane, text = step
    return time, lane, "=+!-*>?<~x|".index(text[0]), text


def _steps(timeline: Timeline) -> Iterator[tuple[int, int, str]]:
    """The steps that the rows of the timeline tell, in no order."""
    yield from _lives(timeline)
    held = set()
    for hold in timeline.holds:
        held.add((hold.lane, hold.object, hold.start))
        yield hold.start, hold.lane, "+" + _name(timeline, hold.object)
        yield hold.end, hold.lane, "-" + _name(timeline, hold.object)
    for open_hold in chain.from_iterable(timeline.open_holds.values()):
        held.add((open_hold.lane, open_hold.object, open_hold.start))
        yield open_hold.start, open_hold.lane, "+" + _name(timeline, open_hold.object)
    for open_span in timeline.open_spans.values():
        lane, start, *rest = open_span.row()
        yield from _beginning(timeline, Span(lane, start, timeline.now, *rest))
    for span in timeline.spans:
        yield from _beginning(timeline, span)
        cut_off = span.end == timeline.lanes[span.lane].end
        got = (span.lane, span.object, span.end) in held
        if span.object and span.operation not in NOT_DRAWN and not cut_off and not got:
            yield from _ending(timeline, span)


def _lives(timeline: Timeline) -> Iterator[tuple[int, int, str]]:
    raised = {i.lane: i.time for i in timeline.instants if i.kind == InstantKind.EXCEPTION}
    for lane in timeline.lanes.values():
        if lane.end is not None:
            yield lane.end, lane.id, "x" if raised.get(lane.id) == lane.end else "|"
    for flow in timeline.flows:
        name = _name(timeline, flow.object)
        if flow.kind == FlowKind.START:
            yield flow.from_ns, flow.from_lane, ">" + timeline.lanes[flow.to_lane].name
        elif flow.kind in (FlowKind.SET_WAIT, FlowKind.NOTIFY_WAIT, FlowKind.BARRIER):
            yield flow.from_ns, flow.from_lane, "*" + name
        elif flow.kind == FlowKind.PUT_GET:
            yield flow.from_ns, flow.from_lane, "*" + name
            yield flow.to_ns, flow.to_lane, "+" + name


def _beginning(timeline: Timeline, span: Span) -> Iterator[tuple[int, int, str]]:
    """How a span that is not running began."""
    if span.certainty == Certainty.SAMPLED and span.state != State.RUNNING:
        yield span.start, span.lane, "=" + State(span.state).label
    elif span.state == State.SLEEPING:
        yield span.start, span.lane, "~"
    elif span.operation in (OP_JOIN, OP_SHUTDOWN):
        yield span.start, span.lane, "<" + _name(timeline, span.object)
    elif span.state == State.BLOCKED and span.operation not in NOT_DRAWN:
        sign = "?*" if span.operation == OP_PUT else "?"
        yield span.start, span.lane, sign + _name(timeline, span.object)


def _ending(timeline: Timeline, span: Span) -> Iterator[tuple[int, int, str]]:
    """How a wait ended that did not end in a hold."""
    name = _name(timeline, span.object)
    timed_out = any(
        instant.kind == InstantKind.TIMEOUT
        and (instant.lane, instant.time, instant.object) == (span.lane, span.end, span.object)
        for instant in timeline.instants
    )
    if timed_out:
        yield span.end, span.lane, "!" + name
    elif span.operation == OP_PUT:
        yield span.end, span.lane, "*" + name
    elif span.operation not in (OP_JOIN, OP_SHUTDOWN):
        yield span.end, span.lane, "+" + name


def _declarations(timeline: Timeline) -> list[str]:
    declared = [
        f"{_name(timeline, row.id)}: {row.kind}"
        for row in timeline.objects.values()
        if row.kind not in ("Lock", "Thread")
    ]
    return ["where " + ", ".join(declared)] if declared else []


def _name(timeline: Timeline, object_id: int) -> str:
    row = timeline.objects[object_id]
    return re.sub(r"\W+", "_", row.name or f"{row.kind}{row.id}").strip("_")


def _label(timeline: Timeline, lane_id: int) -> str:
    lane = timeline.lanes[lane_id]
    process = f"@{lane.process}" if lane.process > 1 else ""
    return re.sub(r"\W+", "_", lane.name) + "&" * lane.daemon + process
