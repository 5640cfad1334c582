"""Garbage collections: pauses of every thread, seen through `gc.callbacks`."""

from __future__ import annotations

import gc
from typing import Any

from .ring import emit
from .vocabulary import events

BEGAN: int = events.COLLECTION_BEGAN
ENDED: int = events.COLLECTION_ENDED

YOUNGEST = 1
"""Collections of generation 0 are too many and too short to be of interest."""


def _collect(phase: str, info: dict[str, Any]) -> None:
    if info["generation"] >= YOUNGEST:
        emit(BEGAN if phase == "start" else ENDED, 0, 0, info["generation"])


def install() -> None:
    """Record collections from now on."""
    gc.callbacks.append(_collect)


def uninstall() -> None:
    """The recording ends; the interpreter's last collections are not the program's."""
    if _collect in gc.callbacks:
        gc.callbacks.remove(_collect)
