"""Measuring: a program that knows the truth is recorded in one of several ways."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.accuracy.confusion import Confusion, compare
from tests.runs.collecting import Collecting

PROGRAMS = Path(__file__).parent / "programs"
PROGRAMS_MEASURED = ("spinners", "waits", "mixed")

NO_LIBRARY = "from app.runs.gil_log import GilLog; GilLog.of_preloaded = lambda: None; "
NO_SWITCHES = "from app.runs.switches import Switches; Switches.of = lambda pid: None; "
NO_LOOKS = (
    "from app.runs import child, sampler; from app.runs.gil import Gil; "
    "refuse = lambda *_: (_ for _ in ()).throw(PermissionError()); "
    "child.can_be_looked_at = lambda pid: False; "
    "sampler.ThreadView = refuse; Gil.of = lambda pid: None; "
)
NOT_WATCHED = NO_LIBRARY + NO_SWITCHES + NO_LOOKS
WAYS = {
    "exact": "pass; ",
    "no switches": NO_SWITCHES,
    "no library": NO_LIBRARY,
    "outside": NO_LIBRARY + NO_SWITCHES,
    "clocks": NOT_WATCHED,
}
"""What a collector is told beforehand, to do without some of its sources or all."""


def measure(program: str, interpreter: str | None = None, way: str = "exact") -> Confusion:
    """Record a program once, and hold the timeline against what it knows itself."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        truth = folder / "truth.json"
        patch.setenv("THREADLINE_TRUTH", str(truth))
        collecting = Collecting(folder, bare=False, interpreter=interpreter, before=WAYS[way])
        with collecting:
            collecting.start_file(PROGRAMS / f"{program}.py")
            ended = collecting.expect("ended")
            assert ended["status"] == "finished", ended
        return compare(collecting.timeline(), truth.read_text(encoding="utf-8"))
