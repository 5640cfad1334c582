"""The pages: Jinja templates, filled with what the API would say too."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

TITLES = {
    401: "This page asks for its key",
    403: "Not from here",
    404: "Not found",
    421: "Not by this name",
    500: "Something broke on our side",
    503: "Closing down",
}


class Pages:
    """Renders the templates of some folders; the first that has one wins."""

    def __init__(self, *folders: Path, version: str) -> None:
        # Templates are few: looking whether one has changed costs less than the
        # surprise of a page that does not show what was just edited.
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=True,
            auto_reload=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._version = version

    def render(
        self, request: Request, template: str, code: int = 200, **context: object
    ) -> HTMLResponse:
        """Fill a template; each gets the request, the nonce, the version and `static`."""
        text = self._environment.get_template(template).render(
            request=request,
            csp_nonce=request.state.csp_nonce,
            version=self._version,
            static=partial(_static_url, request.scope.get("root_path", "")),
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


def _static_url(root: str, path: str) -> str:
    return f"{root}/static/{quote(path)}"
