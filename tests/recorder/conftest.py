"""Fixtures that run programs under the recorder."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.recorder import recording

INTERPRETERS = recording.interpreters()
NEVER_SKIPPED = os.environ.get("THREADLINE_TEST_PYTHONS", "").split()
"""Names of Pythons whose absence is a failure: what continuous integration vouches for."""


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with the Python of the tests."""
    return functools.partial(recording.record, directory=tmp_path)


@pytest.fixture(params=sorted(INTERPRETERS))
def record_everywhere(request: Any, tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with every Python that is installed here."""
    python = INTERPRETERS[request.param]
    if not python:
        complain = pytest.fail if request.param in NEVER_SKIPPED else pytest.skip
        complain(f"no Python {request.param}: python -m tests.support.pythons {request.param}")
    return functools.partial(recording.record, directory=tmp_path, python=python)
