"""Static files: fetched once, and never stale.

A page names them under a stamp made of what is in the folder, `/static/v-1f0c…/js/main.js`,
and a stamped file may be kept for ever. Modules that import each other by relative paths
stay under the same stamp, so a page never mixes two versions, and the second page of a
visit asks for nothing: a hundred small modules cost a second when each is asked after.
Without a stamp a file is looked at again on every visit.
"""

from __future__ import annotations

import contextlib
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# A machine's own table may call scripts text/plain, and then the browser runs none.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")

STAMPED = re.compile(r"v-[0-9a-f]{16}[/\\]")
# What a module always brings with it; `import()` is for what it may do without.
IMPORTED = re.compile(
    r"""^(?:import|export)\b(?:[^;"'()=]*\bfrom)?\s*["'](\.[^"']+)["']""", re.MULTILINE
)
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


@lru_cache(maxsize=8)
def scripts(folder: Path, _stamped: str, *entries: str) -> tuple[str, ...]:
    """Return the paths of all modules that these bring with them, for a page to ask for at once.

    They are read once under each stamp, which changes with any of them.
    """
    folder = folder.resolve()
    brought: set[Path] = set()
    unread = {folder / entry for entry in entries}
    while unread:
        module = unread.pop()
        # One that is named and not there is the page's to complain of.
        if not module.is_file():
            continue
        brought.add(module)
        named = IMPORTED.findall(module.read_text("utf-8"))
        unread |= {(module.parent / name).resolve() for name in named} - brought
    return tuple(sorted(path.relative_to(folder).as_posix() for path in brought))


def static_url(root: str, stamped: str, path: str) -> str:
    """Return the address of a static file under a stamp."""
    return f"{root}/static/{stamped}/{quote(path)}"


class StampedFiles(StaticFiles):
    """Serves one folder, with or without its stamp."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Send a file, or say that the client's copy is good."""
        plain = STAMPED.sub("", path, count=1) if STAMPED.match(path) else path
        response = await super().get_response(plain, scope)
        kept = plain != path and response.status_code in (200, 304)
        response.headers["Cache-Control"] = FOR_EVER if kept else "no-cache"
        return response
