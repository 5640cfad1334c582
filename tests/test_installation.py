"""The set-up script: finds a Python, installs once, says what to do when it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import installation

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of two lock files and a .venv that only has an interpreter."""
    (tmp_path / installation.RUNTIME_LOCK).write_text("one==1\n")
    (tmp_path / installation.TEST_LOCK).write_text("one==1\ntwo==2\n")
    monkeypatch.setattr(installation, "ROOT", tmp_path)
    monkeypatch.setattr(installation, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(installation, "STAMP", tmp_path / ".venv" / "stamp.json")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    installation.venv_python().symlink_to(sys.executable)
    return tmp_path


@pytest.mark.usefixtures("checkout")
def test_nothing_is_installed_before_the_stamp_is_written() -> None:
    assert not installation.is_installed(installation.RUNTIME_LOCK)
    installation.stamp(installation.RUNTIME_LOCK)
    assert installation.is_installed(installation.RUNTIME_LOCK)


@pytest.mark.usefixtures("checkout")
def test_the_test_lock_serves_the_main_job_but_not_the_other_way_round() -> None:
    installation.stamp(installation.TEST_LOCK)
    assert installation.is_installed(installation.RUNTIME_LOCK)
    installation.stamp(installation.RUNTIME_LOCK)
    assert not installation.is_installed(installation.TEST_LOCK)


def test_a_changed_lock_is_installed_again(checkout: Path) -> None:
    installation.stamp(installation.RUNTIME_LOCK)
    (checkout / installation.RUNTIME_LOCK).write_text("one==2\n")
    assert not installation.is_installed(installation.RUNTIME_LOCK)


@pytest.mark.usefixtures("checkout")
def test_a_moved_checkout_is_installed_again() -> None:
    installation.stamp(installation.RUNTIME_LOCK)
    stamped = json.loads(installation.STAMP.read_text())
    installation.STAMP.write_text(json.dumps({**stamped, "root": "/elsewhere"}))
    assert not installation.is_installed(installation.RUNTIME_LOCK)


def test_a_failing_pip_is_told_in_words_and_leaves_no_stamp(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(checkout))
    (checkout / installation.RUNTIME_LOCK).write_text(f"absent==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(installation, "works", lambda: True)
    with pytest.raises(installation.InstallationFailed, match="run the same command again"):
        installation.install(installation.RUNTIME_LOCK)
    assert not installation.STAMP.exists()


def test_without_a_python_the_script_says_what_to_install(tmp_path: Path) -> None:
    for tool in ("dirname", "sh"):
        found = subprocess.run(["which", tool], capture_output=True, text=True, check=True)
        (tmp_path / tool).symlink_to(found.stdout.strip())
    answer = subprocess.run(
        [ROOT / "threadline"], env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert "apt install python3-venv" in answer.stderr


def test_the_script_may_be_called_from_any_folder(tmp_path: Path) -> None:
    answer = subprocess.run(
        [ROOT / "threadline", "test", "--version"],
        cwd=tmp_path, env={**os.environ}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "pytest" in answer.stdout
