"""A run that is too long to be sent whole: an overview of it, tiles of its time, windows.

All three are parts of an index that is made once, of a run that is over, so whoever has got
one need never ask for it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from app.store.tiles import TileReader
from app.timeline import lines
from app.timeline.tiles import encode_ends, encode_snapshot
from app.timeline.upgrades import upgrade
from app.web.deps import FoundDep, ReaderDep, RunDep, ServicesDep
from app.web.packed import LINES, packed_response, packed_stream, takes_gzip
from app.web.problems import Problem
from app.web.tilings import CannotIndex

FOR_EVER = "private, max-age=31536000, immutable"

router = APIRouter(prefix="/api/runs/{run_id}")

From = Annotated[int, Query(alias="from", ge=0, lt=1 << 62)]
To = Annotated[int, Query(alias="to", ge=0, lt=1 << 62)]


@router.get("/overview", response_class=Response)
async def overview(
    run: RunDep, services: ServicesDep, request: Request, reader: FoundDep
) -> Response:
    """Send what a page opens with; 202 says how far the preparation is."""
    if reader is None:
        log = services.store.folder.log(run.id)
        try:
            done = await services.tilings.progress(log)
        except CannotIndex as problem:
            raise Problem(
                500, "not_prepared", str(problem), hint="Its log can still be downloaded."
            ) from problem
        return JSONResponse({"done": done}, 202, {"Cache-Control": "no-store"})
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
        return FileResponse(reader.overview, media_type=LINES, headers=headers)
    return packed_response(request, reader.overview.read_bytes(), headers, LINES)


@router.get("/tiles/{level}/{index}", response_class=Response)
async def tile(reader: ReaderDep, request: Request, level: int, index: int) -> Response:
    """Send one tile."""
    packed = reader.tile(level, index)
    if packed is None:
        raise Problem(
            404,
            "no_tile",
            f"There is no tile {index} of level {level}: nothing happened then, or it is too fine.",
            hint="The overview tells how fine they are; ask for a longer one.",
        )
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    return packed_response(request, packed, headers, "application/json")


async def wanted(reader: ReaderDep, services: ServicesDep, start: From, end: To) -> range:
    """Return the chunks that a window lies in, if that is not too many."""
    if end <= start:
        raise Problem(
            422, "to", "A window must end after it begins.", hint="Give from < to.", field="to"
        )
    chunks = reader.between(start, end)
    if not chunks:
        raise Problem(404, "no_window", "The recording does not reach to that time.", field="from")
    spans = sum(reader.chunks[number].spans for number in chunks)
    most = services.settings.window_spans
    if spans > most and len(chunks) > 1:
        level = max(reader.chunks[number].level for number in chunks)
        raise Problem(
            413,
            "too_much",
            f"That window has {spans:,} spans, and at most {most:,} are sent.",
            hint=f"Ask for tiles of level {level}, or for less time.",
            field="to",
        )
    return chunks


@router.get("/window", response_class=Response)
async def window(
    reader: ReaderDep,
    chunks: Annotated[range, Depends(wanted)],
    request: Request,
    tables: bool = True,
) -> Response:
    """Send all that is known of a stretch of time, and a little around it."""
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    return packed_stream(request, window_lines(reader, chunks, tables=tables), headers)


def window_lines(reader: TileReader, chunks: range, *, tables: bool) -> Iterator[bytes]:
    """The lines of a timeline that begins late and ends early."""
    known = {}
    if tables:
        _, header, known, _ = reader.overview_lines()
        yield _line(json.dumps(header))
    yield _line(encode_snapshot(reader.snapshot(chunks[0]), known))
    yield from _told(reader, chunks)
    spans, holds = reader.ends(chunks)
    if spans or holds:
        yield _line(encode_ends(reader.chunks[chunks[-1]].end, spans, holds))


def _told(reader: TileReader, chunks: range) -> Iterator[bytes]:
    """Lines as they stand in the log; those of an older version as they would be written now."""
    version = reader.log_version
    for piece in reader.lines(chunks):
        if version == lines.VERSION:
            yield piece
        else:
            upgraded = (upgrade(json.loads(line), version) for line in piece.splitlines())
            yield b"".join(_line(json.dumps(content)) for content in upgraded)


def _line(text: str) -> bytes:
    return text.encode() + b"\n"
