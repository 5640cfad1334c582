"""Static files: fetched once, and never stale.

A page names them under a stamp made of what is in the folder, `/static/v-1f0c…/js/main.js`,
and a stamped file may be kept for ever. Modules that import each other by relative paths
stay under the same stamp, so a page never mixes two versions, and the second page of a
visit asks for nothing. Without a stamp a file is looked at again on every visit. Pages
ask for their scripts in bundles (`app.web.bundles`), which lie under a stamp too.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import mimetypes
import os
import re
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.bundles import FOLDER as BUNDLED
from app.web.bundles import bundle

# A machine's own table may call scripts text/plain, and then the browser runs none.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")

STAMPED = re.compile(r"v-[0-9a-f]{16}[/\\]")
FOR_EVER = "public, max-age=31536000, immutable"


def stamp(folder: Path) -> str:
    """Return what the folder's files are named under, as long as none of them changes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.*")):
        # An editor's half-written file may be gone again.
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            digest.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    return f"v-{digest.hexdigest()[:16]}"


def static_url(root: str, stamped: str, path: str) -> str:
    """Return the address of a static file under a stamp."""
    return f"{root}/static/{stamped}/{quote(path)}"


class StampedFiles(StaticFiles):
    """Serves one folder, with or without its stamp."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Send a file, or say that the client's copy is good."""
        plain = STAMPED.sub("", path, count=1) if STAMPED.match(path) else path
        name = plain.replace(os.sep, "/")
        if name.startswith(BUNDLED):
            # Made when it is first asked for, which takes a while: others are answered meanwhile.
            response = await asyncio.to_thread(self._bundled, name.removeprefix(BUNDLED))
        else:
            response = await super().get_response(plain, scope)
        kept = plain != path and response.status_code in (200, 304)
        response.headers["Cache-Control"] = FOR_EVER if kept else "no-cache"
        return response

    def _bundled(self, path: str) -> Response:
        assert self.directory is not None
        folder = Path(self.directory)
        try:
            text = bundle(folder, stamp(folder), path)
        except (FileNotFoundError, IsADirectoryError) as problem:
            raise HTTPException(HTTPStatus.NOT_FOUND) from problem
        kind = "application/json" if path.endswith(".map") else "text/javascript"
        return Response(text, media_type=kind)
