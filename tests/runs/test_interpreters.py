"""Finding interpreters: in the usual places, and none that only looks like one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.runs import interpreters
from app.runs.interpreters import Interpreter, candidates, distinct, find, probe, shortened


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)
    return path


def test_ours_is_found_first_and_is_the_default() -> None:
    first, *_ = found = find()

    assert first.path == sys.executable
    assert first.as_json()["default"]
    assert len({each.id for each in found}) == len(found)
    assert all(each.id == f"cpython-{each.version}" for each in found if not each.free_threaded)


@pytest.mark.parametrize(
    "text",
    [
        "exit 1",
        "echo nonsense",
        """echo '{"version": "3.8.1", "implementation": "cpython", "free_threaded": false}'""",
        """echo '{"version": "3.11.1", "implementation": "pypy", "free_threaded": false}'""",
        """echo '{"version": "3"}'""",
    ],
)
def test_what_is_no_python_that_can_be_recorded_is_left_out(tmp_path: Path, text: str) -> None:
    assert probe(script(tmp_path / "python3", text)) is None


def test_one_that_does_not_answer_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreters, "PROBE_S", 0.2)

    assert probe(script(tmp_path / "python3", "exec sleep 20")) is None


def test_a_free_threaded_one_has_an_id_of_its_own(tmp_path: Path) -> None:
    told = """echo '{"version": "3.13.0", "implementation": "cpython", "free_threaded": true}'"""

    found = probe(script(tmp_path / "python3.13t", told))

    assert found is not None
    assert (found.id, found.free_threaded) == ("cpython-3.13.0t", True)


def test_pyenv_uv_and_path_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyenv = script(tmp_path / "pyenv/versions/3.12.0/bin/python3.12", "")
    shim = script(tmp_path / "pyenv/shims/python3", "")
    uv = script(tmp_path / "uv/cpython-3.14/bin/python3.14t", "")
    here = script(tmp_path / "bin/python3", "")
    script(tmp_path / "bin/python3-config", "")
    (tmp_path / "bin/python").write_text("not executable")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    path = [shim.parent, here.parent, tmp_path / "missing"]
    monkeypatch.setenv("PATH", os.pathsep.join(map(str, path)))

    assert list(candidates()) == [Path(sys.executable), here, pyenv, uv]


def test_links_to_one_file_count_once(tmp_path: Path) -> None:
    file = script(tmp_path / "python3.12", "")
    (tmp_path / "python3").symlink_to(file)
    (tmp_path / "python").symlink_to(tmp_path / "gone")

    assert distinct([tmp_path / "python3", file, tmp_path / "python"]) == [tmp_path / "python3"]


def test_a_path_is_shown_without_the_home_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")

    assert shortened("/home/ada/.pyenv/bin/python") == "~/.pyenv/bin/python"
    assert shortened("/home/adam/bin/python") == "/home/adam/bin/python"


def test_the_default_is_the_one_that_runs_us() -> None:
    other = Interpreter(
        id="x", version="3.12.0", implementation="CPython", free_threaded=False, path="/usr/x"
    )

    assert not other.is_ours
