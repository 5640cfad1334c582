"""Sites: the source lines at which things happen, as small numbers.

Interned on the code object and `f_lasti`: asking a frame for its line walks a table,
which takes microseconds in a long function; here that happens once per instruction.
Frames of the recorder and of the library's own threading code are passed over, so a
site is where the *program* called, not where the library did.
"""

from __future__ import annotations

import itertools
import os
import sys
from _thread import get_ident
from functools import partial
from sys import _getframe
from types import FunctionType, MethodType
from typing import Any, Union

from .compiled import native
from .definitions import define

AT_START = -2
"""Stands for an instruction that no frame is ever at: the function's first line."""
LIMIT = 200_000
"""Programs that generate code without end get no new sites beyond this many."""

_library = os.path.dirname(os.__file__)
_recorder = os.path.dirname(os.path.abspath(__file__)) + os.sep

INNER_FILES = {
    os.path.join(_library, name)
    for name in ("threading.py", "queue.py", "sched.py")
}  # fmt: skip
INNER_FOLDERS = tuple(
    os.path.join(_library, *name) + os.sep
    for name in (
        ("concurrent", "futures"),
        ("concurrent", "interpreters"),
        ("multiprocessing",),
        ("logging",),
    )
) + (_recorder, "<frozen importlib", "<frozen runpy")
NOT_LIBRARY = tuple(
    os.path.join(_library, name) + os.sep for name in ("site-packages", "dist-packages", "test")
)
PASSED_OVER = {os.path.join(_library, "contextlib.py"), os.path.join(_library, "runpy.py")}


class Places:
    """What a dictionary of places is without a GIL: each thread looks into one of its own.

    A dictionary is read without its lock where the key that is found was made by the thread
    that looks (CPython 3.13, `compare_generic_threadsafe` in Objects/dictobject.c). In one
    for all, nearly all who look for a place take its lock, and many threads do little else.
    """

    def __init__(self) -> None:
        self._all: dict[tuple[int, int], int] = {}
        self._of: dict[int, dict[tuple[int, int], int]] = {}
        """Thread ident -> what that thread has asked for."""

    def get(self, key: tuple[int, int], default: Any = None) -> Any:
        """The site of a place, as the thread knows it or as all do."""
        try:
            own = self._of[get_ident()]
        except KeyError:
            own = self._of[get_ident()] = {}
        site = own.get(key)
        if site is None:
            site = self._all.get(key)
            if site is None:
                return default
            own[key] = site
        return site

    def __getitem__(self, key: tuple[int, int]) -> int:
        site = self.get(key)
        if site is None:
            raise KeyError(key)
        return int(site)

    def __setitem__(self, key: tuple[int, int], site: int) -> None:
        self._all[key] = site

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def __len__(self) -> int:
        return len(self._all)

    def leave(self) -> None:
        """The calling thread ends."""
        self._of.pop(get_ident(), None)


has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
known: Union[dict[tuple[int, int], int], Places] = {} if has_gil else Places()
"""(address of the code object, f_lasti) -> site; 0 for a frame to be passed over."""
_inner: dict[str, bool] = {}
_from_library: dict[str, bool] = {}
_codes: list[Any] = []
_numbers = itertools.count(1)


def leave() -> None:
    """The calling thread ends."""
    if isinstance(known, Places):
        known.leave()


def is_inner(file: str) -> bool:
    """Whether `file` is the library's own threading code, or ours."""
    try:
        return _inner[file]
    except KeyError:
        answer = _inner[file] = file in INNER_FILES or file.startswith(INNER_FOLDERS)
        return answer


def is_library(file: str) -> bool:
    """Whether `file` is the standard library's: what it locks for itself is its affair."""
    try:
        return _from_library[file]
    except KeyError:
        answer = _from_library[file] = is_inner(file) or (
            file.startswith((_library + os.sep, "<frozen ")) and not file.startswith(NOT_LIBRARY)
        )
        return answer


def site_of(frame: Any) -> int:
    """The number of the place where the program is, seen from `frame`; 0 if nowhere."""
    while True:
        try:
            site = known[id(frame.f_code), frame.f_lasti]
        except KeyError:
            site = _learn(frame)
        if site:
            return site
        frame = frame.f_back
        if frame is None:
            return 0


def caller_site(depth: int = 2) -> int:
    """The site of whoever called the function that asks; 0 where no Python code did.

    A lock's method may be called by C alone: as the target of a low-level thread, a
    weak reference's callback, an atexit function.
    """
    try:
        frame = _getframe(depth)
    except ValueError:
        return 0
    return known.get((id(frame.f_code), frame.f_lasti)) or site_of(frame)


def caller() -> Any:
    """The frame that called the function that asks; its own where no Python code did."""
    try:
        return _getframe(2)
    except ValueError:
        return _getframe(1)


def called_inside() -> bool:
    """Whether the library's own threading code called the function that asks."""
    try:
        return is_inner(_getframe(2).f_code.co_filename)
    except ValueError:
        return False


def user_frame(frame: Any) -> Any:
    """The innermost frame of the program itself, or None."""
    while frame is not None and _passed_over(frame.f_code.co_filename):
        frame = frame.f_back
    return frame


def program_frame() -> tuple[Any, int]:
    """The innermost frame of the program itself, seen from here, and its site."""
    frame = user_frame(_getframe(1))
    return frame, site_of(frame) if frame is not None else 0


def _passed_over(file: str) -> bool:
    return is_inner(file) or file in PASSED_OVER


def site_of_start(function: Any) -> int:
    """The site of a function's first line; 0 where that is no code of the program.

    What a thread or a task does from its first moment on, before anything it does says so.
    """
    # Only of these types: of any other, asking for an attribute may run code of the program.
    while type(function) in (partial, MethodType):
        function = function.func if type(function) is partial else function.__func__
    if type(function) is not FunctionType:
        return 0
    code = function.__code__
    try:
        return known[id(code), AT_START]
    except KeyError:
        return _learn_at(code, AT_START, code.co_firstlineno)


def _learn(frame: Any) -> int:
    return _learn_at(frame.f_code, frame.f_lasti, frame.f_lineno or 0)


def _learn_at(code: Any, instruction: int, line: int) -> int:
    if len(known) >= LIMIT:
        return 0
    _codes.append(code)  # its address is the key: it must not be used again
    file = code.co_filename
    if _passed_over(file):
        site = 0
    else:
        site = next(_numbers)
        path = file if file.startswith("<") else os.path.abspath(file)
        define(
            "site",
            {
                "id": site,
                "file": path,
                "line": line,
                "function": getattr(code, "co_qualname", code.co_name),
                "user": _is_user(path),
            },
        )
    known[id(code), instruction] = site
    return site


def _is_user(path: str) -> bool:
    lib = os.path.join(sys.prefix, "lib") + os.sep
    return "-packages" not in path and not path.startswith(("<", _library + os.sep, lib))


INNER, LIBRARY, PROGRAM, FACTORY = range(1, 5)


def _number_of(frame: Any) -> int | None:
    """The site of this frame alone, 0 to pass it over; None beyond the limit."""
    key = id(frame.f_code), frame.f_lasti
    site = known.get(key) or _learn(frame)
    return site if site or key in known else None


def _kind_of(frame: Any) -> int:
    """Whose the code of `frame` is, in the words of `native/recorder.h`."""
    code = frame.f_code
    _codes.append(code)
    if is_inner(code.co_filename):
        return FACTORY if code.co_name == "RLock" else INNER
    return LIBRARY if is_library(code.co_filename) else PROGRAM


if native is not None:
    native.connect(learn=_number_of, kind_of=_kind_of)
    caller_site, program_frame = native.site, native.program_frame
    called_inside = native.called_inside
