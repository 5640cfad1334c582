"""The protocol with a collector: what it is told to start, what it tells of the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.settings import Settings
from app.store.folder import Folder
from app.store.run import Ending, Run


def start_order(
    settings: Settings, folder: Folder, run: Run, interpreter: str | None
) -> dict[str, Any]:
    """Return the order to record `run` on the Python at `interpreter` (None: our own)."""
    return {
        "start": {
            "id": run.id,
            "log": str(folder.log(run.id)),
            "directory": str(folder.runs / run.id),
            "interpreter": interpreter,
            "program": run.program,
            "created": run.created,
            "limits": asdict(settings.limits),
            "python_root": str(settings.root),
        }
    }


def stop_order(reason: str) -> dict[str, Any]:
    """Return the order to end the program; the reason is a sentence for the user."""
    return {"stop": {"reason": reason}}


def ending_told(told: Mapping[str, Any], size: int) -> Ending:
    """Return what a collector's `ended` says, with the size of the log."""
    return Ending(
        status=told["status"],
        reason=told.get("reason") or "",
        exit=told.get("exit"),
        duration=told.get("duration") or 0,
        counts=told.get("counts") or {},
        cost=told.get("cost"),
        findings=told.get("findings") or [],
        bytes=size,
    )
