"""The door of the child: loads the recorder by path, waits for a job, runs it.

    python bootstrap.py --job-fd 3

Everything that takes time is done before the job arrives, so a child that was started
in advance begins to run the program within a millisecond.
"""

import sys

PACKAGE = "_threadline"


def load(folder):
    """Load the folder of this file as a package that no program will ask for by name."""
    external = sys.modules["_frozen_importlib_external"]
    spec = external.spec_from_file_location(
        PACKAGE, folder + "/__init__.py", submodule_search_locations=[folder]
    )
    package = sys.modules["_frozen_importlib"].module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    from _threadline import child

    return child


if __name__ == "__main__":
    # Before -P / PYTHONSAFEPATH is looked at: our own folder must not be importable.
    import os.path

    here = os.path.dirname(os.path.abspath(__file__))
    safe = getattr(sys.flags, "safe_path", False)
    if not safe:
        sys.path[0] = ""
    load(here).main(int(sys.argv[sys.argv.index("--job-fd") + 1]))
