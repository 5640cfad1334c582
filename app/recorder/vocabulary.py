"""The vocabulary: `../events.py`, loaded by path so that `app` is never imported."""

from __future__ import annotations

import os
import sys
from typing import Any


def load(path: str, name: str) -> Any:
    """Return the module at `path`, under `name`, without looking at `sys.path`."""
    external: Any = sys.modules["_frozen_importlib_external"]
    internal: Any = sys.modules["_frozen_importlib"]
    spec = external.spec_from_file_location(name, path)
    module = internal.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


events: Any = load(
    os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "events.py"),
    "_threadline_events",
)
