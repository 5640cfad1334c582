"""Tiling: a long recording is walked through once, and indexed for whoever looks at it later.

Each segment of a log tells how things stand when it begins, so segments are walked through
by as many processes as there are processors; their chunks come together in order in one
pyramid. Where a minute of reading is too long to wait in silence: it tells how far it is,
a line of JSON at a time. It is started by the server as a program of its own, at low
priority, so that it holds up nobody who looks at something else.

    python -m app.runs.tiling LOG
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

from app.store.segments import HEAD_LINES, Segment, segments_of
from app.store.tiles import Place, TileWriter
from app.timeline.chunks import CHUNK_SPANS, Cells, Chunk, Chunker
from app.timeline.columns import Span
from app.timeline.pyramid import Pyramid
from app.timeline.standing import TABLES, JsonObject, Standing
from app.timeline.tallies import KINDS, Tallies, encode_shares
from app.timeline.tiles import VERSION, encode_overview, encode_tables, encode_tile
from app.timeline.upgrades import upgrade

PRIORITY = 10
PROCESSES = 8
LEAST_CHUNKS = 32
"""Of a log that is long enough: buckets of so many are about as fine as the pixels of a screen."""
LEAST_CHUNK_SPANS = 1 << 12
BYTES_PER_SPAN = 64
"""Of a log, about."""
Tell = Callable[[float], None]
"""Takes the share of the work that is done."""


@dataclass(slots=True)
class Piece:
    """What one segment holds."""

    chunks: list[Chunk] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    header: JsonObject | None = None
    end: JsonObject | None = None
    version: int = 1

    def read(self, line: bytes) -> JsonObject | None:
        """Return the frame that a line is; keep what is none."""
        content: JsonObject = json.loads(line)
        if content["type"] == "header":
            self.version = content["version"]
        content = upgrade(content, self.version)
        if content["type"] == "frame":
            return content
        if content["type"] == "header":
            self.header = content
        else:
            self.end = content
        return None

    def take(self, line: bytes) -> None:
        """Take in a line of a segment's head."""
        if frame := self.read(line):
            self.standing.take(frame)


def walk(segment: Segment, most_spans: int = CHUNK_SPANS) -> Piece:
    """Read a segment through, to its end or to the first line that is torn."""
    piece = Piece()
    lines = _lines(segment)
    for line in islice(lines, HEAD_LINES if segment.line else 0):
        piece.take(line)
    chunker = Chunker(piece.standing, segment.line, segment.offset, most_spans)
    for line in lines:
        if (frame := piece.read(line)) is None:
            chunker.skip(len(line))
        elif chunk := chunker.take(frame, len(line)):
            piece.chunks.append(chunk)
    if not chunker.is_empty:
        piece.chunks.append(chunker.cut())
    return piece


def _lines(segment: Segment) -> Iterator[bytes]:
    path = segment.on_disk()
    with path.open("rb") if path == segment.path else gzip.open(path) as file:
        try:
            yield from (line for line in file if line.endswith(b"\n"))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return  # cut off or damaged: what came before is good


def index_log(log: Path, tell: Tell, most_spans: int = CHUNK_SPANS) -> None:
    """Make the index of a log that will not grow any more."""
    segments = segments_of(log)
    sizes = [segment.plain_bytes() for segment in segments]
    few = max(LEAST_CHUNK_SPANS, sum(sizes) // BYTES_PER_SPAN // LEAST_CHUNKS)
    writer = TileWriter(log)
    try:
        _write(writer, _walked(segments, min(most_spans, few)), _shares(sizes), tell)
    except BaseException:
        writer.give_up()
        raise


def _walked(segments: list[Segment], most_spans: int) -> Iterator[Piece]:
    if len(segments) == 1:
        yield walk(segments[0], most_spans)
        return
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(segments), PROCESSES)) as pool:
        yield from pool.map(partial(walk, most_spans=most_spans), segments)


def _shares(sizes: list[int]) -> Iterator[float]:
    """How much of the work is done after each segment."""
    return (done / max(sum(sizes), 1) for done in accumulate(sizes))


def _write(
    writer: TileWriter, pieces: Iterator[Piece], shares: Iterator[float], tell: Tell
) -> None:
    def emit(level: int, index: int, cells: Cells) -> None:
        writer.keep_tile(level, index, encode_tile(level, index, cells))

    pyramid, tallies = Pyramid(emit), Tallies()
    whole: Piece | None = None
    chunks: list[Chunk] = []
    for piece, share in zip(pieces, shares, strict=True):
        for chunk in piece.chunks:
            pyramid.add(chunk)
            tallies.add(chunk.tally)
            writer.keep_place(_place(writer, chunk))
            chunk.let_go()
            chunks.append(chunk)
        whole = piece if whole is None else _joined(whole, piece)
        tell(share)
    assert whole is not None
    end = whole.end or _cut_off(whole.standing)
    pyramid.finish(whole.standing.now)
    standing, dump = whole.standing, json.JSONEncoder(separators=(",", ":")).encode
    still_open = [_open_span(row, end["duration"]) for row in standing.open.values()]
    writer.keep_part("long", dump(pyramid.long))
    writer.keep_part("open", dump(still_open))
    for kind in KINDS:
        writer.keep_part(kind, dump(encode_shares(tallies.shares[kind])))
    uses = tallies.rows(standing, end["duration"])
    overview = encode_overview(
        standing, chunks, pyramid.long, pyramid.long_holds, pyramid.top, uses=uses
    )
    writer.finish(VERSION, [overview, dump(whole.header), encode_tables(standing), dump(end)])


def _open_span(row: list[int], until: int) -> Span:
    """A span that was open when the run ended."""
    lane, start, state, object_id, site, operation, certainty = row
    return Span(lane, start, until, state, object_id, site, operation, certainty)


def _place(writer: TileWriter, chunk: Chunk) -> Place:
    crossing = {
        "spans": [(row.lane, row.start, row.end) for row in chunk.crossing],
        "holds": [(row.object, row.lane, row.start, row.end) for row in chunk.crossing_holds],
    }
    starts = [*(row.start for row in chunk.crossing), *(row.start for row in chunk.crossing_holds)]
    return Place(
        chunk.line,
        chunk.offset,
        chunk.end_offset,
        chunk.begin,
        chunk.end,
        chunk.spans,
        writer.keep(json.dumps(chunk.snapshot, separators=(",", ":"))),
        writer.keep(json.dumps(crossing, separators=(",", ":"))),
        min(starts, default=chunk.end),
        chunk.level,
    )


def _joined(before: Piece, after: Piece) -> Piece:
    """Two pieces of a log as one: rows that are told again are told as they were last.

    The later one's head has told of the findings that stood.
    """
    early, late = before.standing, after.standing
    for name in TABLES:
        early.tables[name].update(late.tables[name])
        late.tables[name] = early.tables[name]
    late.busy = early.busy + late.busy
    late.remember_instants(early)
    late.gils |= early.gils
    late.cost = late.cost or early.cost
    late.begins = early.begins
    return Piece([], late, before.header or after.header, after.end)


def _cut_off(standing: Standing) -> JsonObject:
    """The end of a log that has none: it was cut off."""
    return {
        "type": "end",
        "status": "lost",
        "reason": "",
        "exit": None,
        "duration": standing.now,
        "counts": standing.totals(),
    }


def main(arguments: list[str]) -> None:
    """Index the log that is named, and tell how far that is."""
    os.nice(PRIORITY)

    def tell(share: float) -> None:
        print(json.dumps({"done": share}), flush=True)

    index_log(Path(arguments[0]), tell)


if __name__ == "__main__":
    main(sys.argv[1:])
