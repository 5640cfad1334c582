"""The pages a person opens: the catalogue, a timeline, and two timelines beside each other."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.store.index import Index
from app.store.run import Run
from app.web.deps import RunDep, Services, ServicesDep
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


async def opening(run: Run, services: Services) -> dict[str, Any]:
    """How the page gets a run: all of it, or tiles first, and then all that a page can hold."""
    settings, store, tilings = services.settings, services.store, services.tilings
    too_long = run.is_longer_than(settings.whole_spans)
    reader = None
    if run.is_longer_than(settings.tiled_spans):
        log = store.folder.log(run.id)
        reader = await tilings.open(log)
        if reader is None and not too_long and not await store.ask(Index.unfinished):
            await tilings.prepare(log)  # for the next time
    too_large = reader is not None and reader.log_bytes > settings.whole_bytes
    return {
        "window_spans": settings.window_spans if reader or too_long else 0,
        "all_follow": not (too_long or too_large),
        "first_tiles": reader.first_look if reader else [],
    }


@router.get("/compare")
async def compare(request: Request, services: ServicesDep) -> HTMLResponse:
    """Show two timelines on one axis; which two stands in the fragment, known to the page alone."""
    runs = await services.store.ask(Index.recent, RECENT)
    settings = services.settings
    # Two pages' worth of single spans would be too much for one.
    limits = {"whole_spans": settings.whole_spans, "window_spans": settings.window_spans // 2}
    rows = [run_row(run) for run in runs]
    return services.pages.render(request, "compare.html", runs=rows, limits=limits)
