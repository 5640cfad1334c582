"""What the API takes and gives, by name and type."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, StrictBool

from app.store.run import Run


class StartRun(BaseModel):
    """The body of `POST /api/runs`."""

    model_config = ConfigDict(extra="forbid")

    scenario: str
    parameters: dict[str, Any] = {}
    interpreter: str | None = None


class ChangeRun(BaseModel):
    """The body of `PATCH /api/runs/{id}`."""

    model_config = ConfigDict(extra="forbid")

    pinned: StrictBool


def run_row(run: Run) -> dict[str, Any]:
    """Return a run as a list of runs shows it."""
    return {
        "id": run.id,
        "url": f"/t/{run.id}",
        "title": run.title,
        "scenario": run.scenario,
        "parameters": run.program.get("parameters") or {},
        "interpreter": run.interpreter,
        "created": run.created,
        "status": run.status,
        "reason": run.reason,
        "duration": run.duration,
        "lanes": run.counts.get("lanes", 0),
        "spans": run.counts.get("spans", 0),
        "findings": run.findings,
        "pinned": run.pinned,
        "bytes": run.disk_bytes,
    }


def run_details(run: Run) -> dict[str, Any]:
    """Return all that is known of a run without opening its log."""
    return run_row(run) | {
        "program": {key: value for key, value in run.program.items() if key != "path"},
        "exit": run.exit,
        "counts": run.counts or None,
        "cost": run.cost,
    }
