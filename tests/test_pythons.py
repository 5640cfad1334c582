"""The Pythons that tests run on: found, made once, or refused in a sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import debian, pythons
from tests.support.debian import CannotMake, Recipe


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    pythons.find.cache_clear()
    yield tmp_path
    pythons.find.cache_clear()


def made(recipe: Recipe, folder: Path) -> None:
    python = folder / recipe.executable
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "count").touch(exist_ok=False)


def test_a_python_is_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recipe, "make", made)
    assert pythons.find("3.15") == ""

    first = pythons.make("3.15")
    pythons.find.cache_clear()

    assert pythons.make("3.15") == pythons.find("3.15") == first


def test_one_that_was_not_made_to_its_end_is_made_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recipe, "make", made)
    pythons.make("3.15")
    pythons.stamp("3.15").unlink()
    assert pythons.find("3.15") == ""

    assert pythons.make("3.15") == str(pythons.executable("3.15"))


def test_a_python_nobody_knows_how_to_make_is_refused(cache: Path) -> None:
    with pytest.raises(CannotMake, match=r"how to make 3\.10; it can make 3\.11, 3\.13"):
        pythons.make("3.10")


def test_where_there_is_no_debian_it_says_so(cache: Path) -> None:
    with pytest.raises(CannotMake, match=r"apt-get is not here: is this a Debian\?|Debian's keys"):
        pythons.make("3.15")


def test_what_a_tool_complains_of_is_told() -> None:
    with pytest.raises(CannotMake, match=r"sh -c .* failed:\nno network"):
        debian.run(["/bin/sh", "-c", "echo no network >&2; exit 100"])


def test_a_python_that_continuous_integration_vouches_for_is_not_skipped(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(pytest.skip.Exception, match=r"pythons 3\.15"):
        pythons.wanted("3.15")

    monkeypatch.setattr(pythons, "VOUCHED", ("3.11", "3.15"))
    with pytest.raises(pytest.fail.Exception, match=r"pythons 3\.15"):
        pythons.wanted("3.15")
