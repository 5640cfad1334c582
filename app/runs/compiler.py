"""The compiler: what turns our C into machine code, and the folder where that is kept.

What lies there is loaded into programs, so nobody else may be able to put anything there.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

NAMES = ("cc", "gcc", "clang")
SHIPPED = Path(__file__).with_name("shipped")
"""What a wheel has brought that was compiled when it was built (`shipping`); mostly not there."""


def compiler() -> list[str]:
    """The beginning of a command line; empty where this machine has no compiler."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    return shlex.split(os.environ.get("CC", "")) or found[:1]


def own_folder(name: str) -> Path:
    """A folder of the user's cache; PermissionError where others could write into it."""
    import platformdirs  # which a wheel is built without

    folder = platformdirs.user_cache_path("threadline", appauthor=False) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = folder.stat()
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        raise PermissionError(f"Others may write into {folder}, so nothing is loaded from there")
    return folder
