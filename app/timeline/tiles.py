"""What is told of a run that is too long to be told whole: tiles, an overview, and windows.

`docs/format.md` says what each means. A tile is one JSON object; the overview and a window
are lines of the timeline format, with a line or a key of their own that other readers skip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.timeline.chunks import SLOTS, Cells, Chunk
from app.timeline.columns import Hold, HoldColumns, Span, SpanColumns
from app.timeline.encoding import deltas, hold_columns, line, span_columns
from app.timeline.pyramid import TILE_BUCKETS
from app.timeline.standing import TABLES, JsonObject, Standing

VERSION = 2
"""Of tiles and of the index that they lie in: another one is made anew when its recording is
opened. Who raises this appends `UPDATE run SET tiles_bytes = 0` to `app.store.index.STEPS`: that
way what has to be made anew is found before somebody opens it."""


def encode_tile(level: int, index: int, cells: Cells) -> str:
    """One tile. Of each row the zeros at both ends are left out."""
    spans, gils = [], []
    for (gil, lane, slot), row in sorted(cells.items()):
        at, values = _trimmed(row)
        if gil:
            gils.append([gil, lane, slot, at, values])
        else:
            spans.append([lane, slot, at, values])
    return line({"type": "tile", "level": level, "index": index, "spans": spans, "gils": gils})


def _trimmed(row: Sequence[int]) -> tuple[int, list[int]]:
    used = [at for at, value in enumerate(row) if value]
    return (used[0], list(row[used[0] : used[-1] + 1])) if used else (0, [])


def encode_overview(
    standing: Standing,
    chunks: Iterable[Chunk],
    long: Iterable[Span],
    long_holds: Iterable[Hold],
    top: int,
    *,
    uses: Sequence[Sequence[int]],
) -> str:
    """The line that says which tiles there are, where single spans lie, and the long ones."""
    spans, holds = SpanColumns(), HoldColumns()
    for span in sorted(long, key=lambda row: row.start):
        spans.append(span)
    for hold in sorted(long_holds, key=lambda row: row.start):
        holds.append(hold)
    chunks = list(chunks)
    return line(
        {
            "type": "overview",
            "version": VERSION,
            "buckets": TILE_BUCKETS,
            "slots": SLOTS,
            "top": top,
            "chunks": {
                "begin": deltas([chunk.begin for chunk in chunks]),
                "spans": [chunk.spans for chunk in chunks],
                "level": [chunk.level for chunk in chunks],
            },
            "spans": span_columns(spans),
            "holds": hold_columns(holds),
            "uses": uses,
            "ordinary_instants": standing.ordinary,
        }
    )


def encode_tables(standing: Standing) -> str:
    """The frame of the overview: every table, and what is no sum."""
    instants, busy = sorted(standing.instants, key=lambda row: row[1]), standing.busy
    frame: JsonObject = {
        "type": "frame",
        "now": standing.now,
        **({"begins": standing.begins} if standing.begins else {}),
        **{name: list(rows.values()) for name, rows in standing.tables.items() if rows},
        "open": list(standing.open.values()),
        "held": [row for row in standing.held.values() if row[0] in standing.gils],
        "findings": list(standing.findings.values()),
    }
    if instants:
        columns = list(zip(*instants, strict=True))
        names = ("lane", "time", "kind", "site", "object", "text")
        frame["instants"] = {
            **{name: list(column) for name, column in zip(names, columns, strict=True)},
            "time": deltas(columns[1]),
        }
    if busy:
        frame["counters"] = {
            "object": [standing.processors] * len(busy),
            "time": deltas([time for time, _ in busy]),
            "value": [value for _, value in busy],
        }
    if standing.cost:
        frame["cost"] = standing.cost
    return line(frame)


def encode_snapshot(snapshot: JsonObject, tables: Mapping[str, Sequence[JsonObject]] = {}) -> str:
    """The first frame of a window, with the rows that its lines may name without telling.

    Lanes are told as they were when it begins: one that ended later lives.
    """
    at = snapshot["now"]
    told = {name: list(tables.get(name, ())) for name in TABLES}
    told["lanes"] = [
        row if row["end"] is None or row["end"] <= at else {**row, "end": None}
        for row in told["lanes"]
        if row["begin"] <= at
    ]
    return line({**snapshot, **{name: rows for name, rows in told.items() if rows}})


def encode_ends(now: int, spans: Iterable[Sequence[int]], holds: Iterable[Sequence[int]]) -> str:
    """The last frame of a window: when that which is open there ended."""
    return line({"type": "frame", "now": now, "ends": {"spans": list(spans), "holds": list(holds)}})
