"""The preloaded library: compiled once for this machine, kept, and put before a Python.

It knows nothing of any Python's structures, so one serves them all. Without a compiler, or
where libraries cannot be preloaded, there is none, and the GIL is looked at from outside.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from app.runs.compiler import SHIPPED, compiler, own_folder

SOURCE = Path(__file__).with_name("preload") / "gil.c"
FLAGS = ("-O2", "-std=gnu11", "-shared", "-fPIC", "-pthread")
COMPILE_S = 30.0
VARIABLE = "LD_PRELOAD"


@cache
def library() -> Path | None:
    """Return where the library lies, compiled if it must be; None if it cannot be."""
    if sys.platform != "linux" or sys.byteorder != "little":
        return None
    shipped = SHIPPED / _name()
    if shipped.exists() and _can_be_named(shipped) and _can_be_loaded(shipped):
        return shipped
    with suppress(OSError, subprocess.SubprocessError):
        return make_in(own_folder("preload"))
    return None


def make_in(folder: Path) -> Path | None:
    """Return it as the folder has it, compiled if it must be; None if it cannot be."""
    path = folder / _name()
    return path if _can_be_named(path) and (path.exists() or _compile(path)) else None


def preloaded(environment: dict[str, str], path: Path) -> dict[str, str]:
    """Return the environment in which a program loads the library before any other."""
    others = environment.get(VARIABLE, "")
    return {**environment, VARIABLE: f"{path}:{others}" if others else str(path)}


def _name() -> str:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    return f"gil-{digest}-{os.uname().machine}.so"


def _can_be_named(path: Path) -> bool:
    """The variable separates its paths by these."""
    return not any(character in str(path) for character in ": ")


def _can_be_loaded(path: Path) -> bool:
    """One that was compiled elsewhere may want a later C library: every program would say so."""
    try:
        ctypes.CDLL(str(path))
    except OSError:
        return False
    return True


def _compile(path: Path) -> bool:
    """Compile; it appears under its name whole, or not at all."""
    found = compiler()
    if not found:
        return False
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        out = Path(scratch, path.name)
        line = [*found, *FLAGS, str(SOURCE), "-o", str(out), "-ldl"]
        made = subprocess.run(
            line, capture_output=True, timeout=COMPILE_S, check=False, stdin=subprocess.DEVNULL
        )
        if made.returncode == 0:
            out.rename(path)
        return made.returncode == 0
