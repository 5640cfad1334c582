"""The Pythons that tests run programs on: found on this machine, or made from Debian's packages.

    python -m tests.support.pythons                # where each is
    python -m tests.support.pythons 3.13 3.13t     # make those that are absent

What is made is kept in a cache folder with a stamp, and made once. A free-threaded Python
is built from its source, for Debian packages none; the others are unpacked.
"""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from tests.support.debian import CannotMake, Recipe

NAMES = (*(f"3.{minor}" for minor in range(9, 16)), "3.13t")
VOUCHED = tuple(os.environ.get("THREADLINE_TEST_PYTHONS", "").split())
"""Those that continuous integration vouches for: a test must not be skipped without one."""
TESTED = tuple(name for name in NAMES if not VOUCHED or name in (*VOUCHED, NAMES[0], NAMES[-2]))
"""Those that programs of tests run on: all, or, where time is short, the vouched for and the
oldest and newest."""
RECIPES = {
    "3.11": Recipe("bookworm", "python3.11"),
    "3.13": Recipe("trixie", "python3.13"),
    "3.14": Recipe("sid", "python3.14"),
    "3.15": Recipe("sid", "python3.15"),
    "3.13t": Recipe("trixie", "python3.13", free_threaded=True),
}


@functools.cache
def find(name: str) -> str:
    """The path of a Python that runs, or nothing: ours, pyenv's, one on PATH, one made here."""
    ours = "{}.{}".format(*sys.version_info[:2])
    if name == ours + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED")):
        return sys.executable
    return next((str(path) for path in candidates(name) if works(path)), "")


def wanted(name: str) -> str:
    """The path of a Python for a test, which is skipped without it.

    It fails where the Python is vouched for.
    """
    import pytest

    path = find(name)
    if not path:
        complain = pytest.fail if name in VOUCHED else pytest.skip
        complain(f"no Python {name}: python -m tests.support.pythons {name}")
    return path


def candidates(name: str) -> Iterator[Path]:
    """Where a Python may be."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    number, free_threaded = name.rstrip("t"), name.endswith("t")
    for version in sorted(pyenv.glob(f"{number}.*"), reverse=True):
        if version.name.endswith("t") == free_threaded:
            yield version / "bin" / "python"
    on_path = shutil.which(f"python{name}")
    if on_path:
        yield Path(on_path)
    if name in RECIPES and stamp(name).exists():
        yield executable(name)


def works(python: Path) -> bool:
    """True when it runs at all: pyenv's shims are there for versions that are not chosen, too."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def cache() -> Path:
    """The folder of the Pythons made here."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "threadline" / "pythons"


def executable(name: str) -> Path:
    """Where a Python made here is."""
    return cache() / name / RECIPES[name].executable


def stamp(name: str) -> Path:
    """The file that says that a Python was made to its end, and by which recipe."""
    return cache() / name / "-".join(["made", *map(str, astuple(RECIPES[name]))])


def make(name: str) -> str:
    """Make a Python unless it was made before, and return its path."""
    if name not in RECIPES:
        raise CannotMake(f"nothing says how to make {name}; it can make {', '.join(RECIPES)}")
    cache().mkdir(parents=True, exist_ok=True)
    with alone():
        if not (stamp(name).exists() and works(executable(name))):
            shutil.rmtree(cache() / name, ignore_errors=True)
            (cache() / name).mkdir()
            RECIPES[name].make(cache() / name)
            if not works(executable(name)):
                raise CannotMake(f"{executable(name)} was made, but does not run")
            stamp(name).touch()
    return str(executable(name))


@contextmanager
def alone() -> Iterator[None]:
    """Two test runs must not make the same Python at once."""
    with (cache() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(names: Sequence[str]) -> int:
    """Make the Pythons named that are absent, then say where each is."""
    try:
        for name in names:
            if not find(name):
                print(f"making {name} …", file=sys.stderr, flush=True)
                make(name)
        find.cache_clear()
    except CannotMake as problem:
        print(f"pythons: {problem}", file=sys.stderr)
        return 1
    for name in NAMES:
        print(f"{name:6} {find(name) or '-'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
