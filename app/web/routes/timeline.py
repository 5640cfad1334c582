"""The whole timeline of a run as text, as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response

from app.store.follow import lines_from
from app.store.segments import compressed_path
from app.web.deps import RunDep, ServicesDep, log_of
from app.web.packed import LINES, packed_stream, takes_gzip

BATCH_BYTES = 1 << 17

Latest = Annotated[int | None, Query(ge=0)]

router = APIRouter(prefix="/api/runs")


@router.get("/{run_id}/timeline", response_class=Response)
async def timeline(
    run: RunDep, services: ServicesDep, request: Request, latest: Latest = None
) -> Response:
    """Send the lines so far, or about the `latest` so many bytes of them.

    A finished log goes from disk to the client as it is.
    """
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    log = log_of(services, run)
    packed = compressed_path(log) if log else None
    # Of a file that is not as long as it was only the whole lines are sent.
    if takes_gzip(request) and packed and packed.exists() and packed.stat().st_size == run.bytes:
        headers["Content-Encoding"] = "gzip"
        return FileResponse(packed, media_type=LINES, headers=headers)
    return packed_stream(request, batches(log, latest) if log else iter(()), headers)


def batches(log: Path, latest: int | None) -> Iterator[bytes]:
    """Yield the whole lines of a log, many at a time."""
    batch: list[bytes] = []
    size = 0
    for _, line in lines_from(log, 0, latest=latest):
        batch.append(line)
        size += len(line) + 1
        if size >= BATCH_BYTES:
            yield b"\n".join([*batch, b""])
            batch, size = [], 0
    if batch:
        yield b"\n".join([*batch, b""])
