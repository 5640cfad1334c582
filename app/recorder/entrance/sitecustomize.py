"""The entrance: where a Python that a recorded program starts begins to record itself.

Python imports a module of this name from its path before it runs a program; that this
folder is on the path, and the settings, came by the environment. All is taken out again,
and the module that bears this name for the program is imported, if there is one. What
follows is python's own doing: options, `-c`, `-m`, a script, standard input.

Any Python may come by here, so the syntax is that of all.
"""

# mypy: ignore-errors

import os
import sys


def begin(folder):
    """Record this interpreter, if it is one we know."""
    told = os.environ.pop("_THREADLINE", "")
    sys.path[:] = [path for path in sys.path if path != folder]
    sys.path_importer_cache.pop(folder, None)
    first, _, rest = os.environ.get("PYTHONPATH", "").partition(os.pathsep)
    if os.path.abspath(first) == folder:
        if rest:
            os.environ["PYTHONPATH"] = rest
        else:
            del os.environ["PYTHONPATH"]
    known = sys.version_info >= (3, 9) and sys.implementation.name == "cpython"
    if told and known:
        path = os.path.join(os.path.dirname(folder), "bootstrap.py")
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec")
        exec(code, {"__name__": "_threadline_begun", "__file__": path, "settings": told})  # noqa: S102


try:
    begin(os.path.dirname(os.path.abspath(__file__)))
except Exception:
    pass  # not recorded is better than not run
del sys.modules["sitecustomize"]
import sitecustomize  # noqa: E402, F401 - the program's own, or an ImportError that site expects
