"""Static files: looked at again on every visit, and not sent again when unchanged.

An entity tag and no lifetime: on loopback asking costs less than a page that mixes the
modules of two versions, and modules that import each other need no version in their URLs.
"""

from __future__ import annotations

import mimetypes

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# A machine's own table may call scripts text/plain, and then the browser runs none.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")


class RevalidatedFiles(StaticFiles):
    """Serves one folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Send a file, or say that the client's copy is good."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response
