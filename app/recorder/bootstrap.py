"""The door of the child: loads the recorder by path, waits for a job, runs it.

    python bootstrap.py --job-fd 3

Everything that takes time is done before the job arrives, so a child that was started
in advance begins to run the program within a millisecond.
"""

from __future__ import annotations

import sys
from typing import Any

PACKAGE = "_threadline"


def load(folder: str) -> Any:
    """Load the folder of this file as a package that no program will ask for by name."""
    external: Any = sys.modules["_frozen_importlib_external"]
    spec = external.spec_from_file_location(
        PACKAGE, folder + "/__init__.py", submodule_search_locations=[folder]
    )
    internal: Any = sys.modules["_frozen_importlib"]
    package = internal.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    return __import__(PACKAGE + ".child").child


if __name__ == "__main__":
    import os.path

    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = ""  # our own folder must not be importable
    load(os.path.dirname(os.path.abspath(__file__))).main(
        int(sys.argv[sys.argv.index("--job-fd") + 1])
    )
elif __name__ == "_threadline_spawned":
    # Run inside an interpreter that multiprocessing starts: see `recording._prefix`.
    load(__file__.rpartition("/")[0]).spawned(globals()["settings"])
