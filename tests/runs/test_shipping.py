"""A wheel that was built with the accelerator brings what needs a compiler elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.runs import native, preloading, shipping
from app.runs.compiler import SHIPPED
from app.runs.guardian import LINUX

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import threading; t = threading.Thread(target=print, args=('hi',)); t.start(); t.join()"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in site-packages once such a wheel is installed."""
    folder = tmp_path_factory.mktemp("site-packages")
    ignored = shutil.ignore_patterns("__pycache__", "shipped")
    shutil.copytree(ROOT / "app", folder / "app", ignore=ignored)
    made = tmp_path_factory.mktemp("build")
    try:
        files = shipping.compile_into(made)
    except native.NotCompiled as problem:
        pytest.skip(str(problem))
    for path, place in files.items():
        (folder / place).parent.mkdir(exist_ok=True)
        shutil.copy2(path, folder / place)
    return folder


def recorded(installed: Path, folder: Path) -> dict[str, Any]:
    """The row of a process that was recorded where there is no compiler and no cache."""
    program, data = folder / "program.py", folder / "data"
    program.write_text(PROGRAM)
    known = {name: value for name, value in os.environ.items() if name not in ("CC", "PYTHONPATH")}
    environment = {
        **known,
        "PATH": str(folder / "no-such-folder"),
        "PYTHONPATH": str(installed),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "THREADLINE_DATA": str(data),
    }

    def threadline(*arguments: str) -> str:
        command = [sys.executable, "-P", "-m", "app", *arguments]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment, cwd=folder
        )
        return done.stdout

    threadline("run", str(program))
    [run] = json.loads(threadline("list", "--json"))
    told = map(json.loads, threadline("export", run["id"], "jsonl").splitlines())
    return dict(next(row for line in told for row in line.get("processes", ())))


@pytest.mark.skipif(not LINUX, reason="elsewhere there is no preloaded library")
def test_what_the_wheel_brings_is_used_where_there_is_no_compiler(
    installed: Path, tmp_path: Path
) -> None:
    row = recorded(installed, tmp_path)

    assert (row["recorder"], row["gil_watch"]) == ("compiled", "exact" if row["gil"] else "none")


@pytest.mark.skipif(not LINUX, reason="elsewhere there is no preloaded library")
def test_what_is_for_another_python_is_not_found(installed: Path, tmp_path: Path) -> None:
    """Where nothing fits and nothing can be compiled, the Python recorder records."""
    other = tmp_path / "other"
    shutil.copytree(installed, other)
    for path in (other / SHIPPED.relative_to(ROOT)).iterdir():
        path.rename(path.with_name("00000000" + path.name[8:]))

    row = recorded(other, tmp_path)

    assert row["recorder"] == "python"
    assert row["gil_watch"] != "exact"


def test_a_library_that_cannot_be_loaded_here_is_not_preloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preloading, "SHIPPED", tmp_path)
    (tmp_path / preloading._name()).write_bytes(b"for a later C library")

    assert preloading.library.__wrapped__() != tmp_path / preloading._name()


@pytest.mark.parametrize(
    ("value", "asked"), [(None, False), ("", False), ("0", False), ("1", True)]
)
def test_a_wheel_is_compiled_when_that_is_asked_for(value: str | None, *, asked: bool) -> None:
    environment = {} if value is None else {shipping.VARIABLE: value}

    assert shipping.is_asked_for(environment) is asked


def test_every_file_has_its_place_in_the_wheel(installed: Path) -> None:
    """The place is below the package, as the hook gives it to the builder."""
    brought = {path.name for path in (installed / SHIPPED.relative_to(ROOT)).iterdir()}

    assert native._own(sys.executable).file_name in brought  # type: ignore[union-attr]
    assert not SHIPPED.exists(), "a checkout compiles on demand"
