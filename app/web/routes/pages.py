"""The pages a person opens: the catalogue, a timeline, and two timelines beside each other."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.store.index import Index
from app.web.deps import RunDep, ServicesDep
from app.web.opening import opening
from app.web.schemas import run_details, run_row

RECENT = 50

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def catalogue(request: Request, services: ServicesDep) -> HTMLResponse:
    """Show the scenarios, and beside them the recent timelines."""
    runs = await services.store.ask(Index.recent, RECENT)
    return services.pages.render(
        request,
        "catalogue.html",
        groups=services.catalogue.groups(),
        runs=[run_row(run) for run in runs],
    )


@router.get("/t/{run_id}")
async def timeline(request: Request, services: ServicesDep, run: RunDep) -> HTMLResponse:
    """Show a timeline, live or recorded."""
    return services.pages.render(
        request, "timeline.html", run=run_details(run) | await opening(run, services)
    )


@router.get("/compare")
async def compare(request: Request, services: ServicesDep) -> HTMLResponse:
    """Show two timelines on one axis; which two stands in the fragment, known to the page alone."""
    runs = await services.store.ask(Index.recent, RECENT)
    # Two pages' worth of single spans would be too much for one.
    limits = {"window_spans": services.settings.window_spans // 2}
    rows = [run_row(run) for run in runs]
    return services.pages.render(request, "compare.html", runs=rows, limits=limits)
