"""An interpreter: a Python of this machine that can run and be watched.

Found in the usual places (the one that runs us, PATH, pyenv, uv) and asked once what it
is; an answer that does not come within seconds counts as no.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PROBE_S = 5.0
PROBES_AT_ONCE = 4
OLDEST = (3, 9)
NAME = re.compile(r"python(3(\.\d+)?t?)?")
PROBE = (
    "import json, sys, sysconfig; json.dump({'version': '.'.join(map(str, sys.version_info[:3])),"
    " 'implementation': sys.implementation.name,"
    " 'free_threaded': bool(sysconfig.get_config_var('Py_GIL_DISABLED')),"
    " 'path': sys.executable}, sys.stdout)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """One Python."""

    id: str
    version: str
    implementation: str
    free_threaded: bool
    path: str

    @property
    def is_ours(self) -> bool:
        """True for the Python that runs the server: a child of it is kept warm."""
        return self.path == sys.executable

    def as_json(self) -> dict[str, object]:
        """Return its row in `GET /api/interpreters`."""
        return {
            "id": self.id,
            "version": self.version,
            "implementation": self.implementation,
            "free_threaded": self.free_threaded,
            "path": shortened(self.path),
            "default": self.is_ours,
        }


def shortened(path: str) -> str:
    """Return a path for reading: the user's home is `~`."""
    home = str(Path.home())
    return "~" + path.removeprefix(home) if path.startswith(home + os.sep) else path


def candidates() -> Iterator[Path]:
    """Yield what may be a Python, the preferred places first."""
    yield Path(sys.executable)
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local/share/uv/python")
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
    # pyenv's shims are shell scripts that answer for one of its versions, listed below.
    folders = [folder for folder in folders if folder != pyenv / "shims"]
    for folder in [*folders, *pyenv.glob("versions/*/bin"), *uv.glob("*/bin")]:
        try:
            names = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
        except OSError:
            continue
        yield from (path for path in names if os.access(path, os.X_OK))


def distinct(paths: Iterable[Path]) -> list[Path]:
    """Drop paths that lead to a file seen before; a venv's link to the same is one too."""
    seen: dict[Path, Path] = {}
    for path in paths:
        try:
            seen.setdefault(path.resolve(strict=True), path)
        except OSError:
            continue
    return list(seen.values())


def probe(path: Path) -> Interpreter | None:
    """Ask a Python what it is; None when it does not say, or is not one we can record."""
    try:
        answer = subprocess.run(
            [path, "-I", "-S", "-c", PROBE], capture_output=True, timeout=PROBE_S, check=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        said = json.loads(answer.stdout)
        version = tuple(int(part) for part in said["version"].split("."))
        if said["implementation"] != "cpython" or version < OLDEST:
            return None
        free_threaded = bool(said["free_threaded"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None
    return Interpreter(
        id=f"cpython-{said['version']}{'t' if free_threaded else ''}",
        version=said["version"],
        implementation="CPython",
        free_threaded=free_threaded,
        path=str(path),
    )


def find() -> tuple[Interpreter, ...]:
    """Find the Pythons of this machine: ours first, then the newest; one of each version."""
    with ThreadPoolExecutor(PROBES_AT_ONCE) as pool:
        found = [each for each in pool.map(probe, distinct(candidates())) if each]
    first = {interpreter.id: interpreter for interpreter in reversed(found)}
    rest = sorted(
        (each for each in first.values() if not each.is_ours),
        key=lambda each: [int(part) for part in each.version.split(".")],
        reverse=True,
    )
    return (*(each for each in first.values() if each.is_ours), *rest)


class Interpreters:
    """The Pythons found, looked for once and remembered."""

    def __init__(self) -> None:
        self._search: asyncio.Task[tuple[Interpreter, ...]] | None = None

    async def all(self) -> tuple[Interpreter, ...]:
        """Return them; the first call takes as long as asking them all."""
        if self._search is None:
            self._search = asyncio.create_task(asyncio.to_thread(find))
        return await asyncio.shield(self._search)

    async def get(self, identity: str) -> Interpreter | None:
        """Return the one of that id, or None."""
        return next((each for each in await self.all() if each.id == identity), None)
