"""Handing over: what a new interpreter is told, so that it records into the same run.

One dictionary of settings is handed on unchanged from process to process, so whoever has
something to tell the children (a path, a switch) adds a key to it and needs no way of its
own. A fork inherits it; an interpreter that multiprocessing starts is told in the source
text it runs first; any other Python finds it in its environment, together with the folder
that makes it load us, and takes both out again before its program begins.
"""

from __future__ import annotations

import os
from typing import Any

from . import clocks, compiled
from .definitions import json_text
from .vocabulary import events

settings: dict[str, Any] = {
    "directory": "",
    "ring_records": events.DEFAULT_RING_RECORDS,
    "output_lines": 10_000,
    "capture_output": True,
    "method": "main",
    "name": "MainProcess",
    "starter": 0,
    "streams": "",
    "compiled": compiled.path,
    "clocks": clocks.asked,
    "preload": "",
    "gil_memory": "",
}
"""`starter`: the recorded process that handed over; what it started may be a shell between.
`streams`: the files that are the run's own stdout and stderr, as `identity` tells them.
What a Python writes anywhere else is for its reader, not for the timeline.
`compiled`: where the compiled recorder lies, for those whose build it fits; or empty.
`clocks`: whether the processor clocks of threads are told.
`preload`, `gil_memory`: the library that tells of the GIL, and where to; or empty."""

NOT_HANDED_ON = ("program", "cwd")
"""What a job says of the first process only."""

PATH = "PYTHONPATH"
PRELOAD, GIL = "LD_PRELOAD", "THREADLINE_GIL"
TOLD = "_THREADLINE"
"""The variable that holds the settings; with it comes the entrance, first in PYTHONPATH."""
FOLDER = os.path.dirname(os.path.abspath(__file__))
ENTRANCE = os.path.join(FOLDER, "entrance")


def take(told: dict[str, Any]) -> None:
    """Be told the settings."""
    kept = {key: value for key, value in told.items() if value is not None}
    settings.update({key: kept[key] for key in kept if key not in NOT_HANDED_ON})


def prefix(method: str, name: str = "") -> str:
    """Source text that makes a new interpreter load the recorder before anything else."""
    path = os.path.join(FOLDER, "bootstrap.py")
    told = dict(settings, method=method, name=name or settings["name"], starter=os.getpid())
    return (
        f"exec(compile(open({path!r}, 'rb').read(), {path!r}, 'exec'), "
        f"{{'__name__': '_threadline_spawned', '__file__': {path!r}, 'settings': {told!r}}}); "
    )


def environment(given: Any, method: str) -> dict[Any, Any]:
    """The environment `given` to a Python, with what makes it record."""
    told = dict(os.environ if given is None else given)
    _put_first(told, PATH, ENTRANCE)
    told[TOLD] = json_text(dict(settings, method=method, starter=os.getpid()))
    return watched(told)


def watched(told: dict[Any, Any]) -> dict[Any, Any]:
    """The environment with what makes a Python of this machine's kind tell of its GIL."""
    if settings["preload"]:
        _put_first(told, PRELOAD, settings["preload"])
        told[GIL] = settings["gil_memory"]
    return told


def _put_first(told: dict[Any, Any], name: str, path: str) -> None:
    old = told.pop(os.fsencode(name), told.get(name))
    old = "" if old is None else os.fsdecode(old)
    told[name] = path + os.pathsep + old if old else path


def identity(descriptor: int) -> str:
    """Which file a descriptor leads to, the same in all processes."""
    try:
        state = os.fstat(descriptor)
    except OSError:
        return ""
    return f"{state.st_dev}:{state.st_ino}"
