"""Fixtures that run programs under the recorder."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.recorder import recording

INTERPRETERS = recording.interpreters()


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with the Python of the tests."""
    return functools.partial(recording.record, directory=tmp_path)


@pytest.fixture(params=sorted(INTERPRETERS))
def record_everywhere(request: Any, tmp_path: Path) -> Callable[..., recording.Recording]:
    """Record a program with every Python that is installed here."""
    python = INTERPRETERS[request.param]
    if not python:
        pytest.skip(f"Python {request.param} is not installed")
    return functools.partial(recording.record, directory=tmp_path, python=python)
