"""The pages: Jinja templates, filled with what the API would say too."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.web.static import stamp, static_url

TITLES = {
    401: "This page asks for its key",
    403: "Not from here",
    404: "Not found",
    421: "Not by this name",
    500: "Something broke on our side",
    503: "Closing down",
}


class Pages:
    """Renders the templates of a folder; what they include may also be a static file."""

    def __init__(self, templates: Path, *, static: Path, version: str) -> None:
        # Templates are few: looking whether one has changed costs less than the
        # surprise of a page that does not show what was just edited.
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([templates, static]),
            autoescape=True,
            auto_reload=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._version = version
        self._static = static

    def render(
        self, request: Request, template: str, code: int = 200, **context: object
    ) -> HTMLResponse:
        """Fill a template; each gets the request, the nonce, the version and `static`."""
        root = request.scope.get("root_path", "")
        stamped = stamp(self._static)
        text = self._environment.get_template(template).render(
            request=request,
            csp_nonce=request.state.csp_nonce,
            version=self._version,
            static=partial(static_url, root, stamped),
            **context,
        )
        return HTMLResponse(text, code)

    def message(self, request: Request, status: int, message: str, hint: str = "") -> HTMLResponse:
        """Return the page that says one thing: what happened and what to do."""
        return self.render(
            request,
            "message.html",
            code=status,
            status=status,
            title=TITLES.get(status, HTTPStatus(status).phrase),
            message=message,
            hint=hint,
            action={"href": "/", "label": "Back to the scenarios"},
        )
