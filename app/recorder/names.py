"""Names of sync objects, found where they are made."""

from __future__ import annotations

from typing import Any


def name_at(frame: Any) -> str:
    """What the object made at `frame` will be called, or nothing."""
    return ""
