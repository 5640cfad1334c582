"""A server whose runs follow a script, shared by the tests that do not harm it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.serving import RunningServer, scripted, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(scripted(tmp_path_factory.mktemp("data"))) as running:
        yield running
