"""Finding interpreters: in the usual places, and none that only looks like one."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from app.runs import interpreters
from app.runs.interpreters import (
    CannotRecord,
    Interpreter,
    candidates,
    choose,
    distinct,
    examine,
    find,
    launched,
    probe,
    shortened,
)


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


@pytest.mark.parametrize(
    ("version", "implementation", "sentence"),
    [
        ("3.8.18", "cpython", "is CPython 3.8.18: 3.9 or newer can be recorded."),
        ("2.7.18", "cpython", "is CPython 2.7.18: 3.9 or newer can be recorded."),
        ("3.11.9", "pypy", "is pypy: only CPython can be recorded."),
    ],
)
def test_why_a_python_cannot_be_recorded_is_a_sentence(
    tmp_path: Path, version: str, implementation: str, sentence: str
) -> None:
    told = {"version": version, "implementation": implementation, "free_threaded": False}
    python = script(tmp_path / "python3", f"echo '{json.dumps(told)}'")

    with pytest.raises(CannotRecord) as refused:
        examine(python)

    assert str(refused.value) == f"{python} {sentence}"


def test_a_python_that_does_not_answer_in_time_is_not_said_to_be_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.runs.interpreters.PROBE_S", 0.2)
    python = script(tmp_path / "python3", "while :; do :; done")

    with pytest.raises(CannotRecord, match=r"did not say within 0\.2 s what it is\. Try again"):
        examine(python)


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, *versions: str) -> None:
    """Let this machine have these Pythons on PATH, and no other but ours."""
    for number, version in enumerate(versions):
        told = {
            "version": version.rstrip("t"),
            "implementation": "cpython",
            "free_threaded": version.endswith("t"),
        }
        script(folder / f"{number}/python3", f"echo '{json.dumps(told)}'")
    path = os.pathsep.join(f"{folder}/{number}" for number in range(len(versions)))
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("PYENV_ROOT", str(folder / "pyenv"))
    monkeypatch.setattr(interpreters, "KEPT", (f"{folder}/uv/*/bin",))


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("3.14", "cpython-3.14.2"),
        ("3.14.0", "cpython-3.14.0"),
        ("3.14t", "cpython-3.14.1t"),
        ("cpython-3.14.1t", "cpython-3.14.1t"),
        ("python3.14t", "cpython-3.14.1t"),
    ],
)
def test_a_python_is_chosen_by_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, identity: str
) -> None:
    installed(tmp_path, monkeypatch, "3.14.0", "3.14.2", "3.14.1t", "3.1.4")

    assert choose(name).id == identity


def test_a_python_is_chosen_by_its_path_or_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, "3.14.0", "3.12.1")

    assert choose("python3").id == "cpython-3.14.0"
    assert choose(str(tmp_path / "1/python3")).id == "cpython-3.12.1"


def test_a_command_that_does_not_run_is_looked_for_by_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, "3.12.1")
    script(tmp_path / "0/python3.12", "echo >&2 'not chosen'; exit 127")

    assert choose("python3.12").path == str(tmp_path / "0/python3")


@pytest.mark.parametrize("name", ["3.13t", "3.1", "nonsense", "cpython-3.12"])
def test_a_python_that_is_not_here_is_told_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    installed(tmp_path, monkeypatch, "3.14.1t", "3.13.0")

    with pytest.raises(CannotRecord, match=rf"no Python {name} .* there are .*3\.14\.1t, 3\.13\.0"):
        choose(name)


def test_what_the_launcher_of_windows_lists_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(
        tmp_path / "py",
        r"""[ "$1" = --list-paths ] && cat <<'END'
 -V:3.14 *        C:\Users\Ada Byron\Python314\python.exe
 -V:3.13t         C:\Python313\python3.13t.exe
 -3.9-64          C:\Python39\python.exe
END
""",
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")

    assert [str(path) for path in launched()] == [
        r"C:\Users\Ada Byron\Python314\python.exe",
        r"C:\Python313\python3.13t.exe",
        r"C:\Python39\python.exe",
    ]


def test_one_that_was_named_is_looked_at_after_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, "3.14.0")

    assert list(candidates(["/opt/python"]))[:2] == [Path(sys.executable), Path("/opt/python")]


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
