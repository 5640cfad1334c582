"""Packing: what lies packed is sent as it is, the rest on the way, to clients that take it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

GZIP_WINDOW = 31
LINES = "application/x-ndjson"


def takes_gzip(request: Request) -> bool:
    """Whether the client understands what is packed."""
    return "gzip" in request.headers.get("accept-encoding", "")


def packed_response(
    request: Request, packed: bytes, headers: dict[str, str], media_type: str
) -> Response:
    """Send what lies packed as it is, or unpacked to those who do not understand it."""
    if takes_gzip(request):
        return Response(packed, 200, {**headers, "Content-Encoding": "gzip"}, media_type)
    return Response(zlib.decompress(packed, GZIP_WINDOW), 200, headers, media_type)


def packed_stream(request: Request, body: Iterator[bytes], headers: dict[str, str]) -> Response:
    """Send lines that are made on the way, packed to those who understand it."""
    if takes_gzip(request):
        packed = {**headers, "Content-Encoding": "gzip"}
        return StreamingResponse(_packed(body), media_type=LINES, headers=packed)
    return StreamingResponse(body, media_type=LINES, headers=headers)


def _packed(batches: Iterator[bytes]) -> Iterator[bytes]:
    """Compress on the way; fast rather than well, for it is done once per client."""
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP_WINDOW)
    for batch in batches:
        yield packer.compress(batch)
    yield packer.flush()
