"""Decoding: a line of a timeline becomes a header, frame or end again.

Nothing about the line is trusted: what is missing, of the wrong type or of unequal
length is said in one sentence. Keys that are not known are ignored, as the format asks.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from dataclasses import MISSING, fields
from itertools import accumulate
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from app.timeline.columns import CountColumns, FlowColumns, HoldColumns, SpanColumns
from app.timeline.lines import VERSION, Begins, End, Frame, Header, HeldRow
from app.timeline.model import (
    Cost,
    Finding,
    Instant,
    InstantKind,
    Lane,
    Process,
    Site,
    SourceFile,
    SyncObject,
)
from app.timeline.upgrades import JsonObject, upgrade

T = TypeVar("T")


TYPES: dict[type, dict[str, Any]] = {
    kind: get_type_hints(kind)
    for kind in (Process, Lane, SyncObject, SourceFile, Site, Finding, Cost, Begins)
}


class MalformedLine(ValueError):
    """A line that is no line of a timeline; the message says what is wrong with it."""


def decode(text: str | bytes, version: int = VERSION) -> Header | Frame | End:
    """Read one line, of the given version (a header tells its own)."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedLine(f"The line is not JSON: {error}.") from None
    if not isinstance(content, dict):
        raise MalformedLine("The line is not a JSON object.")
    kind = content.get("type")
    if kind == "header":
        version = header_version(content)
    try:
        line = DECODERS[kind](upgrade(content, version))
    except KeyError as error:
        what = f"a line of unknown type {kind!r}" if kind not in DECODERS else f"a {kind}"
        raise MalformedLine(f"The line is {what} in which {error} is missing.") from None
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise MalformedLine(f"The line is a {kind} that cannot be read: {error}.") from None
    if isinstance(line, Header):
        line.version = version
    return line


def header_version(content: JsonObject) -> int:
    """The version that the header claims, if this program can read it."""
    version = content.get("version")
    if content.get("format") != "threadline" or not isinstance(version, int) or version < 0:
        raise MalformedLine("The line is not the header of a Threadline timeline.")
    if version > VERSION:
        raise MalformedLine(
            f"The timeline is of version {version}, and this Threadline reads up to version "
            f"{VERSION}: use a newer one."
        )
    return version


def decode_header(content: JsonObject) -> Header:
    """A header."""
    return Header(
        id=str(content["id"]),
        created=str(content["created"]),
        program=dict(content.get("program", {})),
        limits=dict(content.get("limits", {})),
        recorder=dict(content.get("recorder", {})),
        machine=dict(content.get("machine", {})),
    )


def decode_frame(content: JsonObject) -> Frame:
    """A frame."""
    frame = Frame(
        now=integer(content["now"]),
        begins=row(Begins, content["begins"]) if content.get("begins") else None,
        processes=rows(Process, content.get("processes", ())),
        lanes=rows(Lane, content.get("lanes", ())),
        objects=rows(SyncObject, content.get("objects", ())),
        files=rows(SourceFile, content.get("files", ())),
        sites=rows(Site, content.get("sites", ())),
        open=[
            (integer(a), integer(b), integer(c), integer(d), integer(e), integer(f), integer(g))
            for a, b, c, d, e, f, g in content.get("open", ())
        ],
        held=[held(row) for row in content.get("held", ())],
        findings=[finding(row) for row in content.get("findings", ())],
        cost=row(Cost, content["cost"]) if content.get("cost") else None,
    )
    if "spans" in content:
        frame.spans = decode_spans(content["spans"])
    if "holds" in content:
        frame.holds = decode_holds(content["holds"])
    if "flows" in content:
        frame.flows = decode_flows(content["flows"])
    if "instants" in content:
        frame.instants = decode_instants(content["instants"])
    if "counters" in content:
        frame.counters = decode_counters(content["counters"])
    return frame


def decode_end(content: JsonObject) -> End:
    """An end."""
    how = content.get("exit") or {}
    return End(
        status=str(content["status"]),
        reason=str(content.get("reason", "")),
        exit_code=how.get("code"),
        exit_signal=how.get("signal"),
        duration=integer(content.get("duration", 0)),
        counts=dict(content.get("counts", {})),
    )


DECODERS: dict[Any, Callable[[JsonObject], Header | Frame | End]] = {
    "header": decode_header,
    "frame": decode_frame,
    "end": decode_end,
}


def decode_spans(columns: JsonObject) -> SpanColumns:
    """The `spans` of a frame."""
    spans = SpanColumns()
    spans.lane = array("q", columns["lane"])
    spans.start = array("q", accumulate(columns["start"]))
    spans.end = array("q", map(int.__add__, spans.start, columns["duration"]))
    spans.state = array("b", columns["state"])
    spans.object = array("q", columns["object"])
    spans.site = array("q", columns["site"])
    spans.operation = array("b", columns["operation"])
    spans.certainty = array("b", columns["certainty"])
    equal_lengths("spans", columns)
    return spans


def decode_holds(columns: JsonObject) -> HoldColumns:
    """The `holds` of a frame."""
    holds = HoldColumns()
    holds.object = array("q", columns["object"])
    holds.lane = array("q", columns["lane"])
    holds.start = array("q", accumulate(columns["start"]))
    holds.end = array("q", map(int.__add__, holds.start, columns["duration"]))
    holds.site = array("q", columns["site"])
    holds.certainty = array("b", columns.get("certainty", bytes(len(holds))))
    equal_lengths("holds", columns)
    return holds


def held(row: list[object]) -> HeldRow:
    """A row of `held`, whose certainty may be left out."""
    object_id, lane, start, site, *certainty = map(integer, row)
    return object_id, lane, start, site, sum(certainty)


def decode_flows(columns: JsonObject) -> FlowColumns:
    """The `flows` of a frame."""
    flows = FlowColumns()
    flows.kind = array("b", columns["kind"])
    flows.from_lane = array("q", columns["from_lane"])
    flows.from_ns = array("q", accumulate(columns["from"]))
    flows.to_lane = array("q", columns["to_lane"])
    flows.to_ns = array("q", accumulate(columns["to"]))
    flows.object = array("q", columns["object"])
    equal_lengths("flows", columns)
    return flows


def decode_instants(columns: JsonObject) -> list[Instant]:
    """The `instants` of a frame."""
    equal_lengths("instants", columns)
    return [
        Instant(
            integer(lane),
            integer(time),
            InstantKind(kind),
            integer(site),
            integer(object_id),
            str(text),
        )
        for lane, time, kind, site, object_id, text in zip(
            columns["lane"],
            accumulate(columns["time"]),
            columns["kind"],
            columns["site"],
            columns["object"],
            columns["text"],
            strict=True,
        )
    ]


def decode_counters(columns: JsonObject) -> CountColumns:
    """The `counters` of a frame."""
    counters = CountColumns()
    counters.object = array("q", columns["object"])
    counters.time = array("q", accumulate(columns["time"]))
    counters.value = array("q", columns["value"])
    equal_lengths("counters", columns)
    return counters


def equal_lengths(name: str, columns: JsonObject) -> None:
    """Columns of one table have one length."""
    if len({len(column) for column in columns.values()}) > 1:
        raise ValueError(f"the columns of its {name} differ in length")


def integer(value: object) -> int:
    """A whole number; True and 1.0 are none."""
    if type(value) is not int:
        raise ValueError(f"{value!r} is not a whole number")
    return value


def rows(kind: type[T], contents: list[JsonObject]) -> list[T]:
    """Rows of a table."""
    return [row(kind, content) for content in contents]


def row(kind: type[T], content: JsonObject) -> T:
    """A row of a table; each value must be of the type its class declares."""
    values: dict[str, Any] = {}
    types = TYPES[kind]
    for column in fields(kind):  # type: ignore[arg-type]
        if column.name in content:
            value = values[column.name] = content[column.name]
            if not is_of(value, types[column.name]):
                raise ValueError(f"{column.name} cannot be {value!r}")
        elif column.default is MISSING:
            raise KeyError(column.name)
    return kind(**values)


def is_of(value: object, declared: Any) -> bool:
    """Whether the value is of the declared type; True is no number, 1 is a float."""
    plain = get_origin(declared)
    if plain is UnionType:
        return any(is_of(value, option) for option in get_args(declared))
    if isinstance(value, bool):
        return declared is bool
    return isinstance(value, (int, float) if declared is float else plain or declared)


def finding(content: JsonObject) -> Finding:
    """A finding."""
    renamed = {**content, "from_ns": content["from"], "to_ns": content["to"]}
    for name in ("lanes", "objects", "sites"):
        renamed[name] = tuple(map(integer, content.get(name, ())))
    return row(Finding, renamed)
