"""The exports of a run: its timeline in other programs' formats."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from app.export import FORMATS, named
from app.store.follow import lines_from
from app.web.deps import RunDep, ServicesDep, log_of
from app.web.problems import Problem

router = APIRouter(prefix="/api/runs")


@router.get("/{run_id}/export/{name}", response_class=Response)
async def export(run: RunDep, name: str, services: ServicesDep) -> Response:
    """Send the timeline in a format, as a file to keep."""
    chosen = named(name)
    if chosen is None:
        known = ", ".join(each.name for each in FORMATS)
        raise Problem(
            404, "unknown_format", f"There is no export format {name[:40]!r}.", hint=f"Use {known}."
        )
    log = log_of(services, run)
    lines = (line for _, line in lines_from(log, 0)) if log else iter(())
    filename = f"threadline-{run.id[:8]}.{chosen.suffix}"
    return StreamingResponse(
        chosen.encode(lines),
        media_type=chosen.media_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
