"""An interpreter: a Python of this machine that can run and be watched.

Found in the usual places (the one that runs us, PATH, what tools that install Pythons keep,
the launcher of Windows), or named, and asked once what it is; an answer that does not come
within seconds counts as no.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PROBE_S = 20.0
"""On a busy machine a Python has taken more than five to say what it is."""
PROBES_AT_ONCE = 4
OLDEST = (3, 9)
NAME = re.compile(r"python(3(\.\d+)?t?)?(\.exe)?")
VERSION = re.compile(r"(?:cpython-|python)?(3(?:\.\d+){0,2})(t?)")
"""How one is named by version: `3.13`, `3.13t`, `3.12.1`, and as ids and commands are."""
LAUNCHED = re.compile(r"^\s*-\S+\s+(?:\*\s+)?(\S.*?)\s*$", re.MULTILINE)
KEPT = (
    "~/.local/share/uv/python/*/bin",
    "~/.local/share/hatch/pythons/*/python/bin",
    "~/.local/share/pdm/python/*/bin",
    "~/.local/share/mise/installs/python/*/bin",
    "~/.asdf/installs/python/*/bin",
    "~/.rye/py/*/bin",
    "/Library/Frameworks/Python.framework/Versions/*/bin",
)
"""Where tools keep the Pythons they install: builds of python-build-standalone, most of them."""
PROBE = (
    "import json, sys, sysconfig; json.dump({'version': '.'.join(map(str, sys.version_info[:3])),"
    " 'implementation': sys.implementation.name,"
    " 'free_threaded': bool(sysconfig.get_config_var('Py_GIL_DISABLED')),"
    " 'path': sys.executable}, sys.stdout)"
)


class CannotRecord(Exception):
    """What was named is no Python that can be recorded; the message is a sentence for the user."""


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


def candidates(named: Sequence[str] = ()) -> Iterator[Path]:
    """Yield what may be a Python, the preferred places first."""
    yield Path(sys.executable)
    yield from map(Path, named)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
    # pyenv's shims are shell scripts that answer for one of its versions, listed below.
    folders = [folder for folder in folders if folder != pyenv / "shims"]
    for folder in [*folders, *pyenv.glob("versions/*/bin"), *kept()]:
        try:
            names = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
        except OSError:
            continue
        yield from (path for path in names if os.access(path, os.X_OK))
    if os.name == "nt":  # elsewhere `py` is another program
        yield from launched()


def kept() -> Iterator[Path]:
    """Yield the folders of Pythons that tools have installed."""
    patterns = [str(Path(pattern).expanduser()) for pattern in KEPT]
    uv = os.environ.get("UV_PYTHON_INSTALL_DIR")
    if uv:
        patterns[0] = f"{uv}/*/bin"
    for pattern in patterns:
        root, _, rest = pattern.partition("*")
        yield from sorted(Path(root).glob("*" + rest))


def launched() -> Iterator[Path]:
    """Yield what the launcher of Windows lists: `-V:3.13t *  C:/…/python3.13t.exe`."""
    try:
        told = subprocess.run(
            ["py", "--list-paths"], capture_output=True, text=True, timeout=PROBE_S,
            check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return
    yield from (Path(found[1]) for found in LAUNCHED.finditer(told.stdout))


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
        return examine(path)
    except CannotRecord:
        return None


def examine(path: Path) -> Interpreter:
    """Ask a Python what it is, or raise why it cannot be recorded."""
    try:
        answer = subprocess.run(
            [path, "-I", "-S", "-c", PROBE], capture_output=True, timeout=PROBE_S, check=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        said = json.loads(answer.stdout)
        implementation, version = str(said["implementation"]), str(said["version"])
        numbers = tuple(int(part) for part in version.split("."))
        free_threaded = bool(said["free_threaded"])
    except subprocess.TimeoutExpired:
        raise CannotRecord(
            f"{path} did not say within {PROBE_S:g} s what it is. Try again when less is going on."
        ) from None
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        raise CannotRecord(
            f"{path} is no Python that can be recorded: CPython 3.9 or newer is."
        ) from None
    if implementation != "cpython":
        raise CannotRecord(f"{path} is {implementation}: only CPython can be recorded.")
    if numbers < OLDEST:
        raise CannotRecord(f"{path} is CPython {version}: 3.9 or newer can be recorded.")
    return Interpreter(
        id=f"cpython-{version}{'t' if free_threaded else ''}",
        version=version,
        implementation="CPython",
        free_threaded=free_threaded,
        path=str(path),
    )


def find(named: Sequence[str] = ()) -> tuple[Interpreter, ...]:
    """Find the Pythons of this machine: ours first, then the newest; one of each version."""
    with ThreadPoolExecutor(PROBES_AT_ONCE) as pool:
        found = [each for each in pool.map(probe, distinct(candidates(named))) if each]
    first = {interpreter.id: interpreter for interpreter in reversed(found)}
    rest = sorted(
        (each for each in first.values() if not each.is_ours),
        key=lambda each: [int(part) for part in each.version.split(".")],
        reverse=True,
    )
    return (*(each for each in first.values() if each.is_ours), *rest)


def choose(name: str) -> Interpreter:
    """Return the Python of a path, a command or a version, or raise why there is none."""
    path, version = shutil.which(name), VERSION.fullmatch(name)
    if path is not None:
        try:
            return examine(Path(path))
        except CannotRecord:
            if version is None:  # a shim of pyenv, say, for a version that is not chosen
                raise
    found = find()
    if version is not None:
        number, free_threaded = version[1], bool(version[2])
        for each in found:
            if each.free_threaded == free_threaded and f"{each.version}.".startswith(f"{number}."):
                return each
    known = ", ".join(each.id.removeprefix("cpython-") for each in found)
    raise CannotRecord(f"There is no Python {name} on this machine; there are {known}.")


class Interpreters:
    """The Pythons found, looked for once and remembered."""

    def __init__(self, named: Sequence[str] = ()) -> None:
        self._named = named
        self._search: asyncio.Task[tuple[Interpreter, ...]] | None = None

    async def all(self) -> tuple[Interpreter, ...]:
        """Return them; the first call takes as long as asking them all."""
        if self._search is None:
            self._search = asyncio.create_task(asyncio.to_thread(find, self._named))
        return await asyncio.shield(self._search)

    async def get(self, identity: str) -> Interpreter | None:
        """Return the one of that id, or None."""
        return next((each for each in await self.all() if each.id == identity), None)
