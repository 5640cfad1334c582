"""A log is whole or absent: torn tails, full disks, long lines, compression."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.log import LogReader, LogWriter, StoreFull
from app.store.packing import compress_log
from app.store.segments import compressed_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def read_all(path: Path, limit: int = 1 << 20) -> list[str]:
    lines: list[str] = []
    offset = 0
    with LogReader(path) as reader:
        while (piece := reader.read(offset, limit)).lines:
            lines += [line.decode() for line in piece.lines]
            offset = piece.offset
    return lines


def test_a_reader_follows_what_the_writer_appends(path: Path) -> None:
    writer = LogWriter(path)
    length = writer.append("header")
    with LogReader(path) as reader:
        first = reader.read()
        assert first[:2] == ([b"header"], length)
        assert reader.read(first.offset)[:2] == ([], length)

        writer.append("frame ö")

        assert reader.read(first.offset)[:2] == (["frame ö".encode()], writer.bytes)


def test_a_torn_tail_is_not_read_and_the_next_writer_cuts_it_off(path: Path) -> None:
    path.write_bytes(b'{"a":1}\n{"b":')

    assert read_all(path) == ['{"a":1}']
    writer = LogWriter(path)
    assert (writer.lines, writer.bytes) == (1, 8)
    writer.append('{"c":2}')
    assert read_all(path) == ['{"a":1}', '{"c":2}']


def test_a_line_longer_than_the_limit_comes_whole(path: Path) -> None:
    writer = LogWriter(path)
    writer.append("x" * 1000)
    writer.append("y")

    assert read_all(path, limit=7) == ["x" * 1000, "y"]


def test_a_compressed_log_has_the_same_lines_at_the_same_offsets(path: Path) -> None:
    writer = LogWriter(path)
    middle = writer.append("one")
    writer.append("two")
    writer.close()

    compress_log(path)

    assert not path.exists()
    with LogReader(path) as reader:
        assert reader.read(middle)[:2] == ([b"two"], writer.bytes)
        assert reader.read(0)[:2] == ([b"one", b"two"], writer.bytes)


def test_a_reader_keeps_its_place_when_the_log_is_compressed_under_it(path: Path) -> None:
    writer = LogWriter(path)
    middle = writer.append("one")
    writer.append("two")
    with LogReader(path) as reader:
        reader.read(0, 4)
        compress_log(path)

        assert reader.read(middle).lines == [b"two"]


def test_a_compressed_log_cut_short_gives_the_lines_before_the_cut(path: Path) -> None:
    writer = LogWriter(path)
    for number in range(20_000):
        writer.append(f"line {number} {number * 7919}")
    compress_log(path)
    packed = compressed_path(path)
    packed.write_bytes(packed.read_bytes()[: packed.stat().st_size // 2])

    lines = read_all(path)

    assert 0 < len(lines) < 20_000
    assert lines[-1] == f"line {len(lines) - 1} {(len(lines) - 1) * 7919}"


def test_a_full_disk_is_told_in_a_sentence_and_leaves_the_log_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = LogWriter(path)
    writer.append("good")
    real_write = os.write
    room = 3

    def write(fd: int, data: bytes) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real_write(fd, bytes(data)[:room])
        room -= written
        return written

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(StoreFull, match="is full"):
        writer.append("too much")
    monkeypatch.undo()

    assert path.read_bytes() == b"good\n"


def test_compressing_on_a_full_disk_keeps_the_plain_log(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LogWriter(path).append("good")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreFull):
        compress_log(path)

    assert read_all(path) == ["good"]
    assert list(path.parent.iterdir()) == [path]


def test_no_log_at_all_is_a_missing_file(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        LogReader(path)
    assert not compressed_path(path).exists()


@given(
    lines=st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8")), max_size=20),
    limit=st.integers(1, 64),
)
def test_any_lines_come_back_for_any_limit(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], limit: int
) -> None:
    path = tmp_path_factory.mktemp("log") / "run.jsonl"
    writer = LogWriter(path)
    for line in lines:
        writer.append(line)
    writer.close()

    assert read_all(path, limit) == lines
