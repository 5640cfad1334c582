"""Shipping: what is compiled on demand elsewhere, compiled while a wheel is built.

Asked for by THREADLINE_BUILD_ACCELERATOR=1 (see `hatch_build.py`). Such a wheel is for the
Python that builds it and for machines like this one, and its tag says so. What it brings
is named as on demand: by the digest of the sources and by the Python it is for. So where
it does not fit, it is not found, and what fits is compiled as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from app.runs import native, preloading
from app.runs.compiler import SHIPPED

VARIABLE = "THREADLINE_BUILD_ACCELERATOR"


def is_asked_for(environment: Mapping[str, str]) -> bool:
    """Whether whoever builds the wheel wants it compiled."""
    return environment.get(VARIABLE, "") not in ("", "0")


def compile_into(folder: Path) -> dict[Path, str]:
    """Compile for this Python; return the files, and where in the wheel they belong.

    Raise NotCompiled where that cannot be: who asks for such a wheel wants no other. Only
    Linux has the preloaded library.
    """
    made = [native.make_in(folder, sys.executable)]
    if library := preloading.make_in(folder):
        made.append(library)
    root = Path(__file__).resolve().parents[2]
    return {path: (SHIPPED.relative_to(root) / path.name).as_posix() for path in made}
