"""Imports: modules that are intercepted once the program itself asks for them.

Importing them beforehand would be seen: a program may have a `queue.py` of its own,
and must find that one.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Callable

from .sites import _library

_awaited: dict[str, list[Callable[[Any], None]]] = {}


def when_imported(name: str, install: Callable[[Any], None]) -> None:
    """Call `install(module)` as soon as the standard library's `name` is imported."""
    module = sys.modules.get(name)
    if module is not None:
        install(module)
        return
    if not _awaited:
        sys.meta_path.insert(0, _Finder)
    _awaited.setdefault(name, []).append(install)


class _Finder:
    """Finds nothing by itself: lets the others find, and adds a step to the loading."""

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in _awaited:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is cls or find is None:
                continue
            spec = find(name, path, target)
            if spec is not None:
                if str(spec.origin).startswith(_library + os.sep):
                    _add_step(name, spec.loader)
                return spec
        return None


def _add_step(name: str, loader: Any) -> None:
    execute = loader.exec_module

    def exec_module(module: Any) -> None:
        del loader.exec_module
        execute(module)
        for install in _awaited.pop(name, ()):
            install(module)
        if not _awaited:
            sys.meta_path.remove(_Finder)

    loader.exec_module = exec_module
