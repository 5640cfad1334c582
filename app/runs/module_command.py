"""A command that runs a module of ours in a process of its own.

Not by PYTHONPATH: programs that are recorded would inherit it, and find our package in the
place of one of their own that has the same name.
"""

from __future__ import annotations

import sys
from pathlib import Path

START = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def module_command(root: Path, module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of the package below `root`."""
    return [sys.executable, "-P", "-c", START, str(root), module, *arguments]
