"""Output: the lines that threads write to `sys.stdout` and `sys.stderr`."""

from __future__ import annotations

import io
import sys
import time
from _thread import get_ident
from typing import Any

from . import lanes
from .definitions import define
from .ring import tell_dropped_output
from .sites import caller_site

LONGEST_LINE = 4000
LONGEST_PART = 8000

limit = 10_000
forwards = False
_written = 0
_dropped = 0


def _record(lane: int, stream: str, text: str, site: int) -> None:
    global _written, _dropped
    if _written >= limit:
        _dropped += 1
        tell_dropped_output(_dropped)
        return
    _written += 1
    if len(text) > LONGEST_LINE:
        text = text[:LONGEST_LINE] + "…"
    define(
        "output",
        {"lane": lane, "time": time.perf_counter_ns(), "stream": stream, "text": text,
         "site": site},
    )  # fmt: skip


class TextIOWrapper(io.TextIOWrapper):
    """A standard stream that records the lines written to it.

    A line is put together per thread: `print("a", "b")` writes four times, and what
    other threads write in between is theirs.
    """

    def write(self, text: str) -> int:
        if not isinstance(text, str) or self.closed:
            return super().write(text)  # raises
        lane = lanes.here()
        parts: dict[int, str] = self.__dict__["_threadline"]
        whole = parts.pop(lane, "") + text
        if "\n" in text:
            site = caller_site()
            *lines, whole = whole.split("\n")
            for line in lines:
                _record(lane, self.__dict__["_stream"], line, site)
        if whole:
            parts[lane] = whole[:LONGEST_PART]  # more of a line is not shown anyway
        return super().write(text) if forwards else len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        parts: dict[int, str] = self.__dict__.get("_threadline", {})
        if parts:
            part = parts.pop(lanes.of_thread.get(get_ident(), 0), "")
            if part:
                _record(lanes.here(), self.__dict__["_stream"], part, caller_site())
        super().flush()


TextIOWrapper.__module__ = "_io"


def _wrap(stream: Any, name: str) -> Any:
    if type(stream) is not io.TextIOWrapper:
        return stream
    mode = stream.mode
    settings: dict[str, Any] = {
        "encoding": stream.encoding,
        "errors": stream.errors,
        "newline": None if sys.platform == "win32" else "\n",
        "line_buffering": stream.line_buffering,
        "write_through": stream.write_through,
    }
    wrapper = TextIOWrapper(stream.detach(), **settings)
    wrapper.mode = mode  # type: ignore[misc]
    wrapper.__dict__["_threadline"] = {}
    wrapper.__dict__["_stream"] = name
    return wrapper


def install(names: list[str], *, lines: int, forward: bool) -> None:
    """Record what the program prints to these streams; pass it on only when `forward`."""
    global limit, forwards
    limit, forwards = lines, forward
    for name in names:
        stream = getattr(sys, name)
        if stream is not None:
            wrapper = _wrap(stream, name)
            setattr(sys, name, wrapper)
            setattr(sys, f"__{name}__", wrapper)


def flush_parts() -> None:
    """Record the unfinished lines of all threads; the program ends."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name, None)
        if isinstance(stream, TextIOWrapper):
            parts = stream.__dict__["_threadline"]
            for lane in list(parts):
                _record(lane, name, parts.pop(lane), 0)


def restart() -> None:
    """After a fork: the child's lines are its own, its share of the limit is new."""
    global _written, _dropped
    _written = _dropped = 0
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name, None)
        if isinstance(stream, TextIOWrapper):
            stream.__dict__["_threadline"].clear()
