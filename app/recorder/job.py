"""A job: what to run and where to record it, one line of JSON from the parent."""

from __future__ import annotations

import os
from typing import Any

try:
    import _json

    make_scanner: Any = _json.make_scanner
except ImportError:  # pragma: no cover - builds without the accelerator
    make_scanner = None


class _Context:
    """What the C scanner asks of a JSON decoder."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float

    def __init__(self) -> None:
        # What later Pythons ask for (3.15: array_hook) is left to them.
        self.memo: dict[str, str] = {}

    def __getattr__(self, name: str) -> None:
        return None


def decode(line: str) -> Any:
    """Decode JSON without the json package, which loads re and enum."""
    if make_scanner is None:
        import json

        return json.loads(line)
    return make_scanner(_Context())(line, 0)[0]


def read(descriptor: int) -> dict[str, Any]:
    """Wait for the job; an empty one when the parent has gone."""
    parts = []
    while True:
        part = os.read(descriptor, 65536)
        parts.append(part)
        if not part or part.endswith(b"\n"):
            break
    os.close(descriptor)
    line = b"".join(parts).decode().strip()
    return dict(decode(line)) if line else {}
