"""Refusals: every error the layers below may raise, as the problem a client is told."""

from __future__ import annotations

import sqlite3
from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.runs.supervisor import CannotRecord, TooManyRuns
from app.store.log import FULL, StoreFull
from app.web.problems import Problem

SENTENCES = {
    400: ("json", "The body is not JSON that can be read.", ""),
    404: ("not_found", "There is nothing at this address.", "Check it, or begin at the scenarios."),
    405: ("method", "This address is not used with that method.", ""),
    413: ("too_large", "The request is too large.", "Send less."),
}


def as_problem(error: Exception) -> Problem:
    """Say in a sentence what went wrong. What nobody foresaw is a 500, without its details."""
    match error:
        case Problem():
            return error
        case TooManyRuns():
            return Problem(
                429, "too_many_runs", str(error), hint="Wait for one to end, or stop one."
            )
        case CannotRecord():
            return Problem(503, "cannot_record", str(error), hint="Try again in a moment.")
        case StoreFull():
            return Problem(507, "disk_full", str(error))
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            return _http(error)
        case OSError() if error.errno in FULL:
            return _full()
        case sqlite3.OperationalError() if "full" in str(error):
            return _full()
    return Problem(
        500,
        "broken",
        "Threadline could not do that because of a mistake of its own.",
        hint="The terminal it runs in says more. Recordings are not harmed.",
    )


def _full() -> Problem:
    return Problem(
        507, "disk_full", "The disk is full.", hint="Delete old recordings or free some space."
    )


def _http(error: HTTPException) -> Problem:
    status = error.status_code
    phrase = HTTPStatus(status).phrase
    code, message, hint = SENTENCES.get(status, ("refused", f"{phrase}.", ""))
    return Problem(status, code, message, hint=hint)


def _invalid(error: RequestValidationError) -> Problem:
    """Tell of the first mistake: the field, and what would be right there."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"][1:]]
    field = ".".join(place)
    match first["type"]:
        case "json_invalid":
            return Problem(422, "json", "The body is not JSON that can be read.", field="body")
        case "missing":
            message = f"{field or 'The body'} is missing."
        case "extra_forbidden":
            message = f"{field} is not known here."
        case _:
            message = (
                f"{field or 'The body'} is wrong: {first['msg'][0].lower()}{first['msg'][1:]}."
            )
    return Problem(422, "invalid", message, field=field or "body")
