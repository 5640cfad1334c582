"""Packing on the way: a body that is made for one client, compressed as it is sent."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

GZIP_WINDOW = 31


def packed_batches(batches: Iterator[bytes]) -> Iterator[bytes]:
    """Compress on the way; fast rather than well, for it is done once per client."""
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP_WINDOW)
    for batch in batches:
        yield packer.compress(batch)
    yield packer.flush()
