"""JSON lines: the timeline itself, as `docs/format.md` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar


class Jsonl:
    """The truth, unchanged."""

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/x-ndjson"
    summary: ClassVar[str] = "the timeline itself, one JSON object per line"

    def encode(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Write every line as it is."""
        for line in lines:
            yield line + b"\n"
