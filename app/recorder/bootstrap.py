"""The door of the child: loads the recorder by path, waits for a job, runs it.

    python bootstrap.py --job-fd 3 [--compiled PATH | --clocks]

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
    return package


def module(package: ModuleType, name: str) -> ModuleType:
    """A module of the package."""
    return __import__(f"{package.__name__}.{name}", fromlist=[name])


def child(package: ModuleType, compiled: str, clocks: bool) -> ModuleType:
    """The child; `compiled` is the path of a compiled recorder for it, or empty.

    `clocks` says that it is to tell what its threads' processor clocks say.
    """
    package.compiled_at = compiled  # type: ignore[attr-defined]
    package.clocks_asked = clocks  # type: ignore[attr-defined]
    return module(package, "child")


if __name__ == "__main__":
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = ""  # our own folder must not be importable
    compiled = sys.argv[sys.argv.index("--compiled") + 1] if "--compiled" in sys.argv else ""
    package = load(__file__.rpartition("/")[0] or ".")
    descriptor = int(sys.argv[sys.argv.index("--job-fd") + 1])
    child(package, compiled, "--clocks" in sys.argv).main(descriptor, imported_before)
elif __name__ == "_threadline_spawned":
    # Run inside an interpreter that multiprocessing starts: see `handover.prefix`.
    settings = globals()["settings"]
    package = load(__file__.rpartition("/")[0])
    asked = settings["compiled"], settings["clocks"]
    child(package, *asked).spawned(settings, imported_before)
elif __name__ == "_threadline_begun":
    # Run inside a Python that the program starts: see `entrance/sitecustomize.py`.
    package = load(__file__.rpartition("/")[0])
    settings = module(package, "job").decode(globals()["settings"])
    asked = settings["compiled"], settings["clocks"]
    child(package, *asked).begun(settings, imported_before)
