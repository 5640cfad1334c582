"""Opening: how a page gets a run — all of it, or tiles first, and then all that a page can hold."""

from __future__ import annotations

from typing import Any

from app.settings import Settings
from app.store.index import Index
from app.store.run import Run
from app.store.tiles import TileReader
from app.web.deps import Services


async def opening(run: Run, services: Services) -> dict[str, Any]:
    """What the page of a run knows before it asks for anything."""
    settings, store, tilings = services.settings, services.store, services.tilings
    reader = await _index(run, services)
    too_long = _is_too_long(run, reader, settings)
    tiled = reader is not None or too_long
    if not tiled and _is_tiled(run, settings) and not await store.ask(Index.unfinished):
        await tilings.prepare(store.folder.log(run.id))  # for the next time
    return {
        "window_spans": settings.window_spans if tiled else 0,
        "all_follow": not too_long,
        "first_tiles": reader.first_look if reader else [],
    }


async def is_too_long(run: Run, services: Services) -> bool:
    """Whether a page cannot hold all of a run: too many spans, or too long a log."""
    return _is_too_long(run, await _index(run, services), services.settings)


def _is_tiled(run: Run, settings: Settings) -> bool:
    return run.is_longer_than(settings.tiled_spans)


async def _index(run: Run, services: Services) -> TileReader | None:
    if not _is_tiled(run, services.settings):
        return None
    return await services.tilings.open(services.store.folder.log(run.id))


def _is_too_long(run: Run, reader: TileReader | None, settings: Settings) -> bool:
    """The length of a log is known from its index alone."""
    too_large = reader is not None and reader.log_bytes > settings.whole_bytes
    return run.is_longer_than(settings.whole_spans) or too_large
