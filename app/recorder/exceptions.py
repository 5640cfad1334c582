"""Exceptions that nobody caught: recorded with a traceback that does not show us."""

from __future__ import annotations

import os
import time
from typing import Any

from . import lanes
from .definitions import define
from .disguise import replace
from .sites import site_of

_here = os.path.dirname(os.path.abspath(__file__)) + os.sep
DEEPEST = 200


def is_ours(frame: Any) -> bool:
    """Whether a frame belongs to the recorder."""
    return bool(frame.f_code.co_filename.startswith(_here))


def strip(error: BaseException | None) -> None:
    """Take the recorder's frames out of the traceback of `error` and of its causes."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = _without_ours(error.__traceback__)
        error = error.__cause__ or error.__context__


def _without_ours(traceback: Any) -> Any:
    while traceback is not None and is_ours(traceback.tb_frame):
        traceback = traceback.tb_next
    first = traceback
    while traceback is not None:
        after = traceback.tb_next
        while after is not None and is_ours(after.tb_frame):
            after = after.tb_next
        if after is not traceback.tb_next:
            traceback.tb_next = after
        traceback = after
    return first


def record(error: BaseException) -> None:
    """Record an exception that ends a thread or the program."""
    frame = None
    traceback = error.__traceback__
    while traceback is not None:
        frame, traceback = traceback.tb_frame, traceback.tb_next
    define(
        "exception",
        {
            "lane": lanes.here(),
            "time": time.perf_counter_ns(),
            "type": type(error).__qualname__,
            "message": _message(error),
            "traceback": text(error),
            "site": site_of(frame) if frame is not None else 0,
        },
    )


def _message(error: BaseException) -> str:
    try:
        return str(error)[:4000]
    except Exception:
        return "<exception str() failed>"


def text(error: BaseException) -> str:
    """The traceback as text.

    Written by hand: importing `traceback` here could find the program's own.
    """
    lines: list[str] = []
    chain: list[tuple[BaseException, str]] = []
    seen: set[int] = set()
    link = ""
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        chain.append((current, link))
        if current.__cause__ is not None:
            current, link = (
                current.__cause__,
                ("The above exception was the direct cause of the following exception:"),
            )
        elif current.__context__ is not None and not current.__suppress_context__:
            current, link = (
                current.__context__,
                ("During handling of the above exception, another exception occurred:"),
            )
        else:
            current = None
    for one, link in reversed(chain):
        lines += _one(one)
        if link:
            lines += ["", link, ""]
    return "\n".join(lines)


def _one(error: BaseException) -> list[str]:
    lines = []
    traceback: Any = error.__traceback__
    if traceback is not None:
        lines.append("Traceback (most recent call last):")
    depth = 0
    while traceback is not None and depth < DEEPEST:
        code = traceback.tb_frame.f_code
        lines.append(f'  File "{code.co_filename}", line {traceback.tb_lineno}, in {code.co_name}')
        source = _source_line(code.co_filename, traceback.tb_lineno)
        if source:
            lines.append(f"    {source}")
        traceback = traceback.tb_next
        depth += 1
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in {"builtins", "__main__"}:
        name = f"{kind.__module__}.{name}"
    message = _message(error)
    lines.append(f"{name}: {message}" if message else name)
    return lines


def _source_line(path: str, number: int) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            for at, line in enumerate(file, 1):
                if at == number:
                    return line.strip()
    except (OSError, ValueError):
        pass
    return ""


def install(threading: Any) -> None:
    """Record the exceptions that end threads, before their hook shows them."""

    def make(original: Any) -> Any:
        def _make_invoke_excepthook() -> Any:
            invoke = original()

            def invoke_excepthook(thread: Any) -> None:
                import sys

                error = sys.exc_info()[1]
                if error is not None:
                    strip(error)
                    if not isinstance(error, SystemExit):
                        mark = thread.__dict__.get("_threadline")
                        if mark is not None:
                            mark[2] = 1
                        record(error)
                del error
                invoke(thread)

            return invoke_excepthook

        return _make_invoke_excepthook

    replace(threading, "_make_invoke_excepthook", make)
