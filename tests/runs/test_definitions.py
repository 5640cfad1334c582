"""Definitions are read as they come, and take no more room than is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app.runs import definitions
from app.runs.definitions import DefinitionReader
from app.runs.holes import punch

ROOT = Path(__file__).resolve().parents[2]
LAST_WORDS = """
import sys
from app.recorder import definitions

definitions.open_file(sys.argv[1])
definitions.forget((b'{"object"',))
print(b"".join(definitions.waiting).decode(), end="")
"""


def row(number: int) -> bytes:
    return json.dumps({"object": {"id": number, "name": "x" * 80}}).encode() + b"\n"


def numbers(rows: list[definitions.Row]) -> list[int]:
    return [each["object"]["id"] for each in rows]


def everything(reader: DefinitionReader) -> list[definitions.Row]:
    reader.take_aim()
    rows = reader.read()
    while reader.behind:
        rows += reader.read()
    return rows


def test_a_bad_line_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "p.defs"
    path.write_bytes(row(1) + b'1],[2\n{"object":7}\n' + row(2) + b'{"torn"')
    reader = DefinitionReader(path)

    assert numbers(everything(reader)) == [1, 2]
    assert reader.malformed == 2
    reader.close()


def can_make_holes(folder: Path) -> bool:
    probe = folder / "probe"
    with probe.open("w+b") as file:
        file.write(bytes(1 << 14))
        file.flush()
        with suppress(OSError):
            return punch(file.fileno(), 0, 1 << 14) > 0
    return False


def test_the_middle_of_a_long_file_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a fork needs of it is what was made first, and what was made last."""
    if not can_make_holes(tmp_path):
        pytest.skip("no holes can be made in files here")
    for name in ("FIRST_BYTES", "LATEST_BYTES", "HOLE_BYTES"):
        monkeypatch.setattr(definitions, name, 1 << 14)
    path = tmp_path / "p.defs"
    path.touch()
    reader = DefinitionReader(path)
    found: list[int] = []
    with path.open("ab", buffering=0) as file:
        for number in range(5000):
            file.write(row(number))
            if number % 100 == 0:
                found += numbers(everything(reader))
    found += numbers(everything(reader))
    reader.close()

    assert found == list(range(5000))
    assert path.stat().st_size == sum(len(row(number)) for number in range(5000))
    assert path.stat().st_blocks * 512 < path.stat().st_size / 2

    command = [sys.executable, "-c", LAST_WORDS, str(path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    kept = numbers([json.loads(line) for line in told.splitlines()])
    assert kept[0] == 0
    assert kept[-1] == 4999
    assert 200 < len(kept) < 1000
    assert kept == sorted(set(kept))


def test_many_are_read_in_pieces_and_those_that_come_meanwhile_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definitions, "PIECE_BYTES", 1000)
    path = tmp_path / "p.defs"
    path.write_bytes(b"".join(map(row, range(100))))
    reader = DefinitionReader(path)
    reader.take_aim()
    with path.open("ab") as file:
        file.write(row(100))

    first = numbers(reader.read())
    rest: list[int] = []
    while reader.behind:
        rest += numbers(reader.read())

    assert 0 < len(first) < 10
    assert first + rest == list(range(100))
    assert numbers(everything(reader)) == [100]
    reader.close()
