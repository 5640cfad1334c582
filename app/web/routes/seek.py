"""The next span of a long recording that is at a site, or about an object.

A page that shows a long recording by tiles has the single spans of a window; this leads it to
those outside. An answer reads the few chunks that may tell of the span, whatever the length
of the recording, so it is there at once, and needs nothing to be begun or cancelled.
"""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from app.runs.seeking import Sought, Spot, Step, seek
from app.timeline.tallies import KINDS
from app.web.deps import ReaderDep
from app.web.problems import Problem

IDS = re.compile(r"\d{1,18}(,\d{1,18})*")
MOST_IDS = 10_000
BEYOND = 1 << 62
WAYS: dict[str, Step] = {"next": 1, "previous": -1}

router = APIRouter(prefix="/api/runs/{run_id}")

Ids = Annotated[str | None, Query()]
Place = Annotated[int, Query(ge=-1, lt=BEYOND)]


def wanted(
    site: Ids = None,
    object: Ids = None,  # noqa: A002 - what it is called everywhere else
) -> Sought:
    """Return what is sought: one kind of thing, by its numbers."""
    asked = zip(KINDS, (site, object), strict=True)
    given = [(kind, text) for kind, text in asked if text is not None]
    if len(given) != 1:
        raise Problem(
            422,
            "site",
            "Spans are sought by site or by object.",
            hint="Give site=ID,ID,… or object=ID,ID,….",
            field="site",
        )
    [(kind, text)] = given
    if not IDS.fullmatch(text) or text.count(",") >= MOST_IDS:
        raise Problem(
            422,
            kind,
            f"“{kind}” must be numbers with commas between them, at most {MOST_IDS:,}.",
            hint="The overview tells the number of each.",
            field=kind,
        )
    return Sought(kind, frozenset(map(int, text.split(","))))


@router.get("/seek")
async def seek_span(
    reader: ReaderDep,
    sought: Annotated[Sought, Depends(wanted)],
    ns: Place,
    lane: Place = -1,
    step: Literal["next", "previous"] = "next",
) -> JSONResponse:
    """Send the next one after a place, in order of start and lane, and how many there are."""
    found = await asyncio.to_thread(seek, reader, sought, Spot(ns, lane), WAYS[step])
    span = found.span._asdict() if found.span else None
    return JSONResponse({"span": span, "total": found.total}, headers={"Cache-Control": "no-cache"})
