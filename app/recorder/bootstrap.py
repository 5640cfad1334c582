"""The door of the child: loads the recorder by path, waits for a job, runs it.

    python bootstrap.py --job-fd 3

Everything that takes time is done before the job arrives, so a child that was started
in advance begins to run the program within a millisecond. What is imported here the
program will find imported, hence nothing but `threading`.
"""

import _frozen_importlib
import _frozen_importlib_external
import sys
import threading  # noqa: F401 - and what it imports: that stays
from types import ModuleType

imported_before = set(sys.modules)

PACKAGE = "_threadline"


def load(folder: str) -> ModuleType:
    """Load the folder of this file as a package that no program will ask for by name."""
    spec = _frozen_importlib_external.spec_from_file_location(
        PACKAGE, folder + "/__init__.py", submodule_search_locations=[folder]
    )
    assert spec is not None
    assert spec.loader is not None
    package = _frozen_importlib.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    __import__(PACKAGE + ".child")
    return sys.modules[PACKAGE + ".child"]


if __name__ == "__main__":
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = ""  # our own folder must not be importable
    child = load(__file__.rpartition("/")[0] or ".")
    child.main(int(sys.argv[sys.argv.index("--job-fd") + 1]), imported_before)
elif __name__ == "_threadline_spawned":
    # Run inside an interpreter that multiprocessing starts: see `recording._prefix`.
    load(__file__.rpartition("/")[0]).spawned(globals()["settings"], imported_before)
