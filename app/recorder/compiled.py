"""The compiled recorder: the C half of ours, where whoever started us has one for us.

It records the same events for a tenth of the time and is never needed: each module here
defines what it does in Python, and takes the compiled one instead where there is one.
`native/` is compiled by the other half of the program, for one exact build of Python.
"""

from __future__ import annotations

import sys
from typing import Any

NAME = "_threadline_native"


def load(path: str) -> Any:
    """Return the compiled recorder at `path`; None where it is none for this Python.

    It is not put into `sys.modules`: no program sees it, and no exit clears it.
    """
    import _imp

    external: Any = sys.modules["_frozen_importlib_external"]
    internal: Any = sys.modules["_frozen_importlib"]
    if not path.endswith(tuple(_imp.extension_suffixes()[:1])):
        return None
    loader = external.ExtensionFileLoader(NAME, path)
    spec = external.spec_from_file_location(NAME, path, loader=loader)
    try:
        module = internal.module_from_spec(spec)
        loader.exec_module(module)
    except ImportError:
        return None
    return module


path: str = getattr(sys.modules[__package__], "compiled_at", "")
"""Where it lies, as the one who loaded this package says."""
native: Any = load(path) if path else None
