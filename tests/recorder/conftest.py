"""Fixtures that run programs under the recorder."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.runs import native
from tests.recorder import recording
from tests.support import pythons

COMPILED = " compiled"
"""How the name of a Python ends when it is to record with the compiled recorder."""
OURS = "{}.{}".format(*sys.version_info[:2])


def recorder_of(name: str, directory: Path) -> Callable[..., recording.Recording]:
    """What records on the Python `name`: with the Python recorder, or the compiled one."""
    python, compiled = pythons.wanted(name.removesuffix(COMPILED)), ""
    if name.endswith(COMPILED):
        try:
            compiled = native.make(python)
        except native.NotCompiled as problem:
            pytest.skip(str(problem))
    return functools.partial(
        recording.record, directory=directory, python=python, compiled=compiled
    )


@pytest.fixture(params=[OURS, OURS + COMPILED])
def record(request: Any, tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with the Python of the tests, by either recorder."""
    return recorder_of(request.param, tmp_path)


EVERYWHERE = [*pythons.TESTED, OURS + COMPILED]
if os.environ.get("THREADLINE_TEST_COMPILED"):
    EVERYWHERE = [name + COMPILED for name in pythons.TESTED]  # too many for every day


@pytest.fixture(params=EVERYWHERE)
def recorder(request: Any) -> str:
    """Every Python that is here, by its name; ours with either recorder."""
    return str(request.param)


@pytest.fixture
def python(recorder: str) -> str:
    """Its path."""
    return pythons.wanted(recorder.removesuffix(COMPILED))


@pytest.fixture
def record_everywhere(recorder: str, tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with every Python that is here."""
    return recorder_of(recorder, tmp_path)


@pytest.fixture(params=[name + COMPILED for name in pythons.TESTED])
def record_compiled(request: Any, tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with the compiled recorder of every Python that has headers here."""
    return recorder_of(request.param, tmp_path)
