"""The events of a run: its timeline, line by line, as it grows.

A bare ASGI endpoint: a thousand viewers get the same bytes twenty-five times a second,
and everything between the channel and the socket is paid a thousand times.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.store.follow import Channel, lines_from
from app.web.audience import Connection, Viewer
from app.web.deps import Services, find_run, log_of, services
from app.web.problems import Problem

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class RunEvents:
    """`GET /api/runs/{id}/events`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines after the one the viewer has seen, then what comes."""
        request = Request(scope)
        cursor, most = wanted(request), latest(request)
        log, channel = await source(services(request), request.path_params["run_id"])
        if await _is_all_seen(log, channel, cursor):
            # 204 is how an EventSource is told not to come again.
            await Response(status_code=204)(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        if scope["method"] != "HEAD":
            viewer = Viewer(log, channel, cursor, Connection(scope, send), most)
            await services(request).audience.serve(viewer, receive)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def source(services: Services, run_id: str) -> tuple[Path, Channel | None]:
    """Return the log of a run, and its channel while it grows."""
    channel = services.channels.get(run_id)
    if channel is not None:
        return channel.log, channel
    run = await find_run(services, run_id)
    if not run.is_complete:
        channel = services.supervisor.watch_foreign(run)
    return log_of(services, run) or services.store.folder.log(run.id), channel


def latest(request: Request) -> int | None:
    """Return how many bytes of the past the viewer can take at most; None: all."""
    value = request.query_params.get("latest")
    return None if value is None else whole_number(value, "latest", "How much of the past to send")


def wanted(request: Request) -> int:
    """Return the number of the first line to send: the one after the last seen."""
    for value in (request.headers.get("last-event-id"), request.query_params.get("after")):
        if value:
            return whole_number(value, "after", "The number of the last line seen") + 1
    return 0


def whole_number(value: str, field: str, what: str) -> int:
    """Return the number that a query says."""
    if not (value.isascii() and value.isdecimal() and len(value) < 16):
        raise Problem(
            422,
            field,
            f"{what} must be a whole number.",
            hint="Leave it out to get everything.",
            field=field,
        )
    return int(value)


async def _is_all_seen(log: Path, channel: Channel | None, cursor: int) -> bool:
    if channel is not None:
        return channel.ended and cursor >= channel.next
    return await asyncio.to_thread(lambda: next(lines_from(log, cursor), None)) is None


route = Route("/api/runs/{run_id}/events", RunEvents(), methods=["GET"], name="events")
