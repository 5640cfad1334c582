"""The catalogue: read again when a file changes, and never worse for a file that is broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.web.catalogue import Catalogue
from tests.support.serving import SUPPORT

SCENARIO = (SUPPORT / "scripts" / "scripted.py").read_text()


def test_a_scenario_that_is_added_is_there_at_once(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    assert catalogue.scenarios() == ()

    (tmp_path / "fresh.py").write_text(SCENARIO)

    assert [each.name for each in catalogue.scenarios()] == ["fresh"]
    assert catalogue.groups()[0]["name"] == "Synchronization"


def test_a_file_that_breaks_leaves_the_catalogue_as_it_was(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "one.py"
    path.write_text(SCENARIO)
    catalogue = Catalogue(tmp_path)
    assert catalogue.get("one")

    path.write_text("def main(:")
    os.utime(path, ns=(1, 1))

    assert catalogue.get("one")
    assert "stays as it was: one.py" in caplog.text


def test_a_file_that_goes_while_it_is_looked_at_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere")

    assert Catalogue(tmp_path).scenarios() == ()
