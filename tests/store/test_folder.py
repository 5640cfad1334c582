"""The data folder: its places, and who lives in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.store.folder import Claim, Folder, FolderUnusable
from tests.support.serving import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.prepare(tmp_path / "data")


def test_the_folder_is_its_users_alone(folder: Folder) -> None:
    for place in (folder.path, folder.logs, folder.runs, folder.owners):
        assert place.stat().st_mode & 0o077 == 0


def test_a_claim_holds_until_it_is_released(folder: Folder) -> None:
    claim = Claim(folder)
    assert folder.owner_lives(claim.owner)

    claim.release()
    claim.release()

    assert not folder.owner_lives(claim.owner)
    assert list(folder.owners.iterdir()) == []


def test_a_claim_ends_with_its_process_however_that_ends(folder: Folder) -> None:
    program = (
        "import sys, signal; from pathlib import Path\n"
        "from app.store.folder import Claim, Folder\n"
        "print(Claim(Folder(Path(sys.argv[1]))).owner, flush=True)\n"
        "signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder.path)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        owner = process.stdout.readline().strip()
        assert folder.owner_lives(owner)

        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    assert not folder.owner_lives(owner)


@pytest.mark.parametrize("owner", ["", "nobody"])
def test_who_never_claimed_does_not_live(folder: Folder, owner: str) -> None:
    assert not folder.owner_lives(owner)


def test_only_servers_that_live_have_addresses(folder: Folder) -> None:
    server, command = Claim(folder), Claim(folder)
    server.announce("http://127.0.0.1:8000/")
    (folder.owners / "dead").write_text("http://127.0.0.1:9/")

    assert list(folder.addresses()) == ["http://127.0.0.1:8000/"]

    server.release()
    command.release()


def test_forgetting_removes_all_of_a_run_and_nothing_else(folder: Folder) -> None:
    for run in ("one", "two"):
        folder.log(run).write_text("x")
        (folder.logs / f"{run}.jsonl.gz").write_text("xyz")
        (folder.runs / run).mkdir()
    assert folder.bytes_of("one") == 3

    folder.forget("one")
    folder.forget("one")

    assert folder.bytes_of("one") == 0
    assert {path.name for path in folder.logs.iterdir()} == {"two.jsonl", "two.jsonl.gz"}
    assert [path.name for path in folder.runs.iterdir()] == ["two"]


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with pytest.raises(FolderUnusable, match="Choose another with --data"):
        Folder.prepare(tmp_path / "data")
