"""Encoding: a header, frame or end becomes one line of JSON, without its newline.

Columns are lists of integers; times are delta-coded, for small numbers compress and
parse well. Keys whose list is empty are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from operator import attrgetter, sub
from typing import Any

from app.events import OPERATIONS
from app.timeline.columns import CountColumns, FlowColumns, HoldColumns, SpanColumns
from app.timeline.lines import VERSION, End, Frame, Header
from app.timeline.model import (
    Certainty,
    Finding,
    FlowKind,
    Instant,
    InstantKind,
    Lane,
    Process,
    Site,
    SourceFile,
    State,
    SyncObject,
)


def encode_header(header: Header) -> str:
    """The first line of a timeline."""
    return line(
        {
            "type": "header",
            "format": "threadline",
            "version": VERSION,
            "id": header.id,
            "created": header.created,
            "program": header.program,
            "limits": header.limits,
            "recorder": header.recorder,
            **({"machine": header.machine} if header.machine else {}),
            "states": [state.label for state in State],
            "certainties": [certainty.label for certainty in Certainty],
            "operations": list(OPERATIONS),
            "flow_kinds": [kind.label for kind in FlowKind],
            "instant_kinds": [kind.label for kind in InstantKind],
        }
    )


def encode_frame(frame: Frame) -> str:
    """One frame."""
    parts: dict[str, Any] = {
        "begins": frame.begins and asdict(frame.begins),
        "processes": [process_row(row) for row in frame.processes],
        "lanes": flat_rows(frame.lanes),
        "objects": flat_rows(frame.objects),
        "files": [file_row(row) for row in frame.files],
        "sites": flat_rows(frame.sites),
        "spans": frame.spans and span_columns(frame.spans),
        "holds": frame.holds and hold_columns(frame.holds),
        "flows": frame.flows and flow_columns(frame.flows),
        "instants": frame.instants and instant_columns(frame.instants),
        "counters": frame.counters and count_columns(frame.counters),
        "open": frame.open,
        "held": [row if row[-1] else row[:-1] for row in frame.held],
        "findings": [finding_row(row) for row in frame.findings],
        "cost": frame.cost and asdict(frame.cost),
    }
    told = {name: part for name, part in parts.items() if part}
    return line({"type": "frame", "now": frame.now, **told})


def encode_end(end: End) -> str:
    """The last line of a timeline."""
    return line(
        {
            "type": "end",
            "status": end.status,
            "reason": end.reason,
            "exit": {"code": end.exit_code, "signal": end.exit_signal},
            "duration": end.duration,
            "counts": end.counts,
        }
    )


def line(content: dict[str, Any]) -> str:
    """Compact JSON. Lone surrogates of a program's output stay escaped, so every line
    can be encoded as UTF-8.
    """
    return json.dumps(content, separators=(",", ":"), ensure_ascii=True, default=dict)


def flat_rows(rows: Sequence[Lane | SyncObject | Site]) -> list[dict[str, Any]]:
    """Rows of one table, whose fields are numbers and texts.

    There may be thousands in a second, and `asdict` takes ten times as long to copy what
    cannot change.
    """
    if not rows:
        return []
    names = tuple(rows[0].__dataclass_fields__)
    values = attrgetter(*names)
    return [dict(zip(names, values(row), strict=True)) for row in rows]


def process_row(row: Process) -> dict[str, Any]:
    """A row of `processes`; few have anything to say of clocks."""
    content = asdict(row)
    if not row.clocks:
        del content["clocks"]
    return content


def deltas(times: Sequence[int]) -> list[int]:
    """The first time, then differences."""
    return [*times[:1], *map(sub, times[1:], times)]


def durations(starts: Iterable[int], ends: Iterable[int]) -> list[int]:
    """How long each row lasted."""
    return list(map(sub, ends, starts))


def span_columns(spans: SpanColumns) -> dict[str, list[int]]:
    """The `spans` of a frame."""
    return {
        "lane": spans.lane.tolist(),
        "start": deltas(spans.start),
        "duration": durations(spans.start, spans.end),
        "state": spans.state.tolist(),
        "object": spans.object.tolist(),
        "site": spans.site.tolist(),
        "operation": spans.operation.tolist(),
        "certainty": spans.certainty.tolist(),
    }


def hold_columns(holds: HoldColumns) -> dict[str, list[int]]:
    """The `holds` of a frame; all that is exact needs no `certainty`."""
    columns = {
        "object": holds.object.tolist(),
        "lane": holds.lane.tolist(),
        "start": deltas(holds.start),
        "duration": durations(holds.start, holds.end),
        "site": holds.site.tolist(),
    }
    if any(holds.certainty):
        columns["certainty"] = holds.certainty.tolist()
    return columns


def flow_columns(flows: FlowColumns) -> dict[str, list[int]]:
    """The `flows` of a frame."""
    return {
        "kind": flows.kind.tolist(),
        "from_lane": flows.from_lane.tolist(),
        "from": deltas(flows.from_ns),
        "to_lane": flows.to_lane.tolist(),
        "to": deltas(flows.to_ns),
        "object": flows.object.tolist(),
    }


def instant_columns(instants: Sequence[Instant]) -> dict[str, list[Any]]:
    """The `instants` of a frame."""
    return {
        "lane": [instant.lane for instant in instants],
        "time": deltas([instant.time for instant in instants]),
        "kind": [int(instant.kind) for instant in instants],
        "site": [instant.site for instant in instants],
        "object": [instant.object for instant in instants],
        "text": [instant.text for instant in instants],
    }


def count_columns(counters: CountColumns) -> dict[str, list[int]]:
    """The `counters` of a frame."""
    return {
        "object": counters.object.tolist(),
        "time": deltas(counters.time),
        "value": counters.value.tolist(),
    }


def file_row(file: SourceFile) -> dict[str, Any]:
    """A file; one whose text is not kept has no `text`."""
    row: dict[str, Any] = {"id": file.id, "path": file.path}
    if file.text is not None:
        row["text"] = file.text
    return row


def finding_row(finding: Finding) -> dict[str, Any]:
    """A finding, as the format spells it."""
    row = asdict(finding)
    row["from"] = row.pop("from_ns")
    row["to"] = row.pop("to_ns")
    if not row.pop("withdrawn"):
        return row
    return {**row, "withdrawn": True}
