"""A disguise: what makes a replacement look like what it replaces.

Functions get the name, module, documentation and (through `__wrapped__`) signature of
the original. Built-in functions are not methods: one kept as a class attribute is not
given `self` when it is called. A Python function would be, so built-ins are replaced by
an object that is not a descriptor either, and prints like a built-in.
"""

from __future__ import annotations

from typing import Any, Callable


def disguise(replacement: Any, original: Any) -> Any:
    """Give `replacement` the looks of `original`."""
    for attribute in ("__name__", "__qualname__", "__doc__", "__module__"):
        try:
            setattr(replacement, attribute, getattr(original, attribute))
        except (AttributeError, TypeError):
            pass
    replacement.__wrapped__ = original
    return replacement


def replace(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put `make(original)` in the place of the function `owner.name`."""
    original = getattr(owner, name, None)
    if original is not None:
        setattr(owner, name, disguise(make(original), original))


def built_in(call: Callable[..., Any], original: Any) -> Any:
    """Return an object that calls `call` and looks like the built-in `original`."""

    class builtin_function_or_method:
        __call__ = staticmethod(call)

        def __repr__(self) -> str:
            return repr(original)

        def __reduce__(self) -> str:
            return str(original.__qualname__)

        def __getattr__(self, name: str) -> Any:
            return getattr(original, name)

    builtin_function_or_method.__module__ = "builtins"
    builtin_function_or_method.__qualname__ = "builtin_function_or_method"
    return disguise(builtin_function_or_method(), original)
