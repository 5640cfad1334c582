"""Dependencies: what a route asks for by type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from app.runs.interpreters import Interpreters
from app.runs.supervisor import Supervisor
from app.settings import Settings
from app.store.follow import Channels
from app.store.index import Index
from app.store.run import Run
from app.store.segments import segments_of
from app.store.store import Store
from app.store.tiles import TileReader
from app.web.audience import Audience
from app.web.catalogue import Catalogue
from app.web.pages import Pages
from app.web.problems import Problem
from app.web.tilings import Tilings

RUN_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(slots=True, kw_only=True)
class Services:
    """Everything the routes use; made when the server starts."""

    settings: Settings
    store: Store
    channels: Channels
    audience: Audience
    supervisor: Supervisor
    interpreters: Interpreters
    catalogue: Catalogue
    pages: Pages
    tilings: Tilings


def services(request: Request) -> Services:
    """Return the services of the application that got the request."""
    found: Services = request.app.state.services
    return found


async def find_run(services: Services, run: str) -> Run:
    """Return the run of that id, or raise the problem that there is none."""
    found = await services.store.ask(Index.get, run) if RUN_ID.fullmatch(run) else None
    if found is None:
        raise Problem(
            404,
            "unknown_run",
            "There is no recording with this address.",
            hint="It may have been deleted, or forgotten to make room: pinned ones are kept.",
        )
    return found


def log_of(services: Services, run: Run) -> Path | None:
    """Return the log of a run, None when it has just begun, or raise that it is gone."""
    log = services.store.folder.log(run.id)
    if segments_of(log):
        return log
    if run.is_running:
        return None
    raise Problem(
        410,
        "log_missing",
        "The file of this recording is not there any more.",
        hint="Delete it from the list, and run the program again.",
    )


async def known_run(run_id: str, services: ServicesDep) -> Run:
    """Return the run that the path names."""
    return await find_run(services, run_id)


ServicesDep = Annotated[Services, Depends(services)]
RunDep = Annotated[Run, Depends(known_run)]


async def found(run: RunDep, services: ServicesDep) -> TileReader | None:
    """Return the index of a run that is over, if there is one."""
    log = log_of(services, run)
    if log is None or not run.is_complete:
        raise Problem(
            409,
            "still_recording",
            "This run is still being recorded, so its parts may change.",
            hint="Follow its events, or wait until it has ended.",
        )
    return await services.tilings.open(log)


async def prepared(run: RunDep, services: ServicesDep) -> TileReader:
    """Return the index of a run, or raise what is to be done to get one."""
    reader = await found(run, services)
    if reader is None:
        raise Problem(
            409,
            "not_prepared",
            "This recording has not been prepared to be read in parts.",
            hint="Ask for its overview first, until it comes.",
        )
    return reader


ReaderDep = Annotated[TileReader, Depends(prepared)]
FoundDep = Annotated[TileReader | None, Depends(found)]
