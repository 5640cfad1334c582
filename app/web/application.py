"""The application: the routes, what they use, and the guard around them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app import VERSION
from app.runs.interpreters import Interpreters
from app.runs.recovery import recover
from app.runs.supervisor import CannotRecord, Supervisor, TooManyRuns
from app.settings import Settings
from app.store.follow import Channels
from app.store.index import Index
from app.store.log import StoreFull
from app.store.store import Store
from app.web.audience import Audience
from app.web.catalogue import Catalogue
from app.web.deps import Services
from app.web.pages import Pages
from app.web.problems import Problem, answer
from app.web.refusals import as_problem
from app.web.routes import (
    events,
    exports,
    health,
    interpreters,
    pages,
    runs,
    scenarios,
    seek,
    tiles,
    timeline,
)
from app.web.security import Door, Guard
from app.web.shutdown import when_told_to_end
from app.web.static import StampedFiles
from app.web.tilings import Tilings

HOUSEKEEPING_S = 10
RESOURCES = (health, pages, scenarios, interpreters, runs, timeline, tiles, seek, exports)
REFUSED = (
    Problem,
    CannotRecord,
    TooManyRuns,
    StoreFull,
    HTTPException,
    RequestValidationError,
    Exception,
)

logger = logging.getLogger("threadline")


def create_app(settings: Settings) -> Guard:
    """Make the application of one server; its store is opened when it starts."""
    templates = Pages(settings.templates, static=settings.static, version=VERSION)

    async def refuse(request: Request, error: Exception) -> Response:
        return answer(request, as_problem(error), templates)

    app = FastAPI(
        title="Threadline",
        version=VERSION,
        lifespan=lambda app: _life(app, settings, templates),
        # Their documentation pages load scripts from elsewhere, which our policy forbids.
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        exception_handlers=dict.fromkeys(REFUSED, refuse),
    )
    app.router.routes.append(events.route)  # first: a thousand viewers may come at once
    for resource in RESOURCES:
        app.include_router(resource.router)
    app.mount("/static", StampedFiles(directory=settings.static, check_dir=False))
    return Guard(app, Door.of(settings.token), refuse)


@contextlib.asynccontextmanager
async def _life(app: FastAPI, settings: Settings, templates: Pages) -> AsyncIterator[None]:
    """Open the store, serve, and leave nothing behind."""
    store = Store(settings.data)
    store.claim.announce(settings.address)
    channels = Channels(settings.ring_bytes)
    audience = Audience(settings.heartbeat_s, settings.stalled_s)
    supervisor = Supervisor(settings, store, channels)
    tilings = Tilings(settings.root, store.weigh_tiles)
    app.state.services = Services(
        settings=settings,
        store=store,
        channels=channels,
        audience=audience,
        supervisor=supervisor,
        interpreters=Interpreters(settings.pythons),
        catalogue=Catalogue(settings.scenarios),
        pages=templates,
        tilings=tilings,
    )
    supervisor.keep_warm()
    ending: list[asyncio.Task[None]] = []

    def end() -> None:
        if not ending:
            audience.close()
            ending.append(asyncio.create_task(supervisor.close()))

    chores = [
        asyncio.create_task(audience.look_after()),
        asyncio.create_task(_keep_house(settings, store, tilings, supervisor.ended)),
    ]
    try:
        with when_told_to_end(end):
            yield
    finally:
        end()
        await asyncio.gather(*ending)
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await tilings.close()
        store.close()


async def _keep_house(
    settings: Settings, store: Store, tilings: Tilings, ended: asyncio.Event
) -> None:
    """Mend what killed processes left, and forget what is over the limits; now and then.

    While nothing is recorded, prepare what is long before somebody wants to see it: right after
    a run has ended, it may be opened next.
    """
    while True:
        ended.clear()
        try:
            await recover(store)
            await store.sweep(settings.keep_bytes, settings.keep_days)
            if not await store.ask(Index.unfinished):
                for run in await store.ask(Index.unindexed, settings.tiled_spans):
                    await tilings.prepare(store.folder.log(run.id))
        except Exception:
            logger.exception("Housekeeping failed; it is tried again")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), HOUSEKEEPING_S)
