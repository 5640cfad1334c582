"""CSV: one row per span, for a spreadsheet or a data frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import ClassVar

from app.events import OPERATIONS
from app.timeline.frames import read_timeline
from app.timeline.model import Certainty, State
from app.timeline.timeline import Timeline

COLUMNS = (
    "lane", "name", "start_ns", "duration_ns", "state", "certainty",
    "operation", "object", "object_kind", "file", "line", "function",
)  # fmt: skip
ROWS_AT_ONCE = 1000


class Csv:
    """The closed spans, in order of their end. Names are told beside the numbers."""

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = "csv"
    media_type: ClassVar[str] = "text/csv; charset=utf-8"
    summary: ClassVar[str] = "one row per span, for a spreadsheet"

    def encode(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Write the header row, then the spans."""
        timeline = read_timeline(lines)
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        writer.writerow(COLUMNS)
        for number in range(timeline.spans.first, len(timeline.spans)):
            writer.writerow(_row(timeline, number))
            if number % ROWS_AT_ONCE == ROWS_AT_ONCE - 1:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue().encode()


def _row(timeline: Timeline, number: int) -> tuple[object, ...]:
    span = timeline.spans[number]
    lane = timeline.lanes.get(span.lane)
    waited_for = timeline.objects.get(span.object)
    site = timeline.sites.get(span.site)
    file = timeline.files.get(site.file) if site else None
    return (
        span.lane,
        _text(lane.name if lane else ""),
        span.start,
        span.end - span.start,
        State(span.state).label,
        Certainty(span.certainty).label,
        OPERATIONS[span.operation] if span.operation else "",
        _text(waited_for.name or "" if waited_for else ""),
        waited_for.kind if waited_for else "",
        _text(file.path if file else ""),
        site.line if site else "",
        _text(site.function if site else ""),
    )


def _text(name: str) -> str:
    """Keep a spreadsheet from taking a name of the program for a formula."""
    return "'" + name if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name
