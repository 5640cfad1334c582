"""A problem: why a request was refused, in words that say what to do.

Programs get it as JSON, people in a browser as a page. It never carries a traceback.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.web.pages import Pages


class Problem(Exception):
    """A refusal. `message` is a full sentence, `hint` says what to do, `field` where."""

    def __init__(
        self, status: int, code: str, message: str, *, hint: str = "", field: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
        self.field = field

    def as_json(self) -> dict[str, object]:
        """Return the body an API client gets."""
        error = {"code": self.code, "message": self.message}
        if self.field is not None:
            error["field"] = self.field
        if self.hint:
            error["hint"] = self.hint
        return {"error": error}


def wants_page(request: Request) -> bool:
    """True when a person looks at the answer: a browser navigates, and not to the API."""
    return not request.url.path.startswith(("/api/", "/static/")) and "text/html" in (
        request.headers.get("accept", "")
    )


def answer(request: Request, problem: Problem, pages: Pages) -> Response:
    """Return the response that tells of a problem."""
    headers = {"Cache-Control": "no-store"}
    if problem.status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = "5"
    if wants_page(request):
        page = pages.message(request, problem.status, problem.message, problem.hint)
        page.headers.update(headers)
        return page
    return JSONResponse(problem.as_json(), problem.status, headers)
