"""Retelling: what a reader must be told who did not read a timeline from its beginning.

A log that is cut off at its head begins with a frame that tells how things stood, and
from there on each row of a table is told again in the first frame that names it. So a
piece of a log needs nothing that came before it, and no piece tells of lanes and objects
that it has no use for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeVar

from app.timeline.lines import Begins, Frame
from app.timeline.model import Finding
from app.timeline.timeline import Timeline

T = TypeVar("T")


class Retelling:
    """Knows which rows have been told in this piece of a log."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._processes: set[int] = set()
        self._lanes: set[int] = set()
        self._objects: set[int] = set()
        self._sites: set[int] = set()
        self._files: set[int] = set()

    def begin(self, line: int, findings: Iterable[Finding]) -> Frame:
        """How things stand after the frame that was taken last; `line` is its number."""
        timeline = self.timeline
        frame = Frame(
            now=timeline.now,
            begins=Begins(at=timeline.now, line=line, **_totals(timeline)),
            open=[head.row() for head in timeline.open_spans.values()],
            held=[
                (hold.object, hold.lane, hold.start, hold.site, hold.certainty)
                for held in timeline.open_holds.values()
                for hold in held
            ],
            findings=list(findings),
            cost=timeline.cost,
        )
        for number, value in timeline.values.items():
            if value:
                frame.counters.append((number, timeline.now, value))
        self.complete(frame)
        return frame

    def complete(self, frame: Frame) -> None:
        """Add the rows that the frame names and that were not told yet."""
        timeline = self.timeline
        _add(frame.lanes, self._lanes, timeline.lanes, _lanes_in(frame))
        _add(frame.objects, self._objects, timeline.objects, _objects_in(frame))
        _add(frame.sites, self._sites, timeline.sites, _sites_in(frame))
        files = (site.file for site in frame.sites)
        _add(frame.files, self._files, timeline.files, files)
        _add(frame.processes, self._processes, timeline.processes, _processes_in(frame))


def _totals(timeline: Timeline) -> dict[str, int]:
    totals = timeline.counts()
    return {**totals, "holds": len(timeline.holds), "counters": len(timeline.counters)}


def _add(rows: list[T], told: set[int], table: Mapping[int, T], named: Iterable[int]) -> None:
    """Put the rows that are named and have not been told before those that are told anyway."""
    told.update(row.id for row in rows)  # type: ignore[attr-defined]
    missing = [number for number in sorted(set(named) - told) if number in table]
    told.update(missing)
    rows[:0] = [table[number] for number in missing]


def _lanes_in(frame: Frame) -> set[int]:
    return {
        *frame.spans.lane,
        *frame.holds.lane,
        *frame.flows.from_lane,
        *frame.flows.to_lane,
        *(instant.lane for instant in frame.instants),
        *(row[0] for row in frame.open),
        *(row[1] for row in frame.held),
        *chain.from_iterable(finding.lanes for finding in frame.findings),
    }


def _objects_in(frame: Frame) -> set[int]:
    return {
        *frame.spans.object,
        *frame.holds.object,
        *frame.flows.object,
        *frame.counters.object,
        *(instant.object for instant in frame.instants),
        *(lane.object for lane in frame.lanes),
        *(row[3] for row in frame.open),
        *(row[0] for row in frame.held),
        *chain.from_iterable(finding.objects for finding in frame.findings),
    }


def _sites_in(frame: Frame) -> set[int]:
    return {
        *frame.spans.site,
        *frame.holds.site,
        *(instant.site for instant in frame.instants),
        *(lane.site for lane in frame.lanes),
        *(row.site for row in frame.objects),
        *(row[4] for row in frame.open),
        *(row[3] for row in frame.held),
        *chain.from_iterable(finding.sites for finding in frame.findings),
    }


def _processes_in(frame: Frame) -> set[int]:
    return {*(lane.process for lane in frame.lanes), *(row.process for row in frame.objects)}
