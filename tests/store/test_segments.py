"""A log that is cut at its head is read by the same numbers as if nothing were missing."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.store.follow import Channel, lines_from
from app.store.log import LogReader, LogWriter, StoreFull
from app.store.packing import Packing, compress_log
from app.store.rolling import LEAST_BYTES, RollingLog
from app.store.segments import bytes_of, compressed_path, folder_of, remove, segments_of

HEADER = json.dumps({"type": "header"})
PAD = "x" * 900


def frame(number: int) -> str:
    return json.dumps({"type": "frame", "now": number, "pad": PAD})


def head(line: int) -> tuple[str, str]:
    return HEADER, json.dumps({"type": "frame", "begins": {"line": line}})


def told(lines: list[tuple[int, bytes]]) -> list[tuple[int, Any]]:
    """Each line's number beside what it says of itself."""
    named = []
    for number, line in lines:
        content = json.loads(line)
        name = content.get("now", content["type"])
        named.append((number, content.get("begins", name)))
    return named


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def grown(path: Path, frames: int, most_bytes: int = 0, *, cut_every: int = 100) -> RollingLog:
    """A log of so many frames, each with its own number, cut every so many lines."""
    log = RollingLog(path, most_bytes)
    log.append(HEADER)
    for number in range(1, frames + 1):
        log.append(frame(number))
        if number % cut_every == 0:
            log.cut(head(log.lines - 1), number)
    return log


def test_a_log_in_segments_reads_as_one(path: Path) -> None:
    grown(path, 250).close()

    assert len(segments_of(path)) == 3
    expected = [(0, "header"), *((number, number) for number in range(1, 251))]
    assert told(list(lines_from(path, 0))) == expected
    assert told(list(lines_from(path, 180))) == expected[180:]


def test_a_packed_log_in_segments_reads_the_same(path: Path) -> None:
    grown(path, 250).close()
    plain = list(lines_from(path, 0))

    compress_log(path)

    assert not path.exists()
    assert list(lines_from(path, 0)) == plain
    assert bytes_of(path) < sum(len(line) for _, line in plain) / 4


@pytest.mark.parametrize("packed", [False, True])
def test_what_was_dropped_is_replaced_by_how_things_stood(path: Path, *, packed: bool) -> None:
    grown(path, 250).close()
    if packed:
        compress_log(path)
    for gone in segments_of(path)[:2]:
        gone.on_disk().unlink()

    rest = [(number, number) for number in range(201, 251)]
    assert told(list(lines_from(path, 0))) == [(0, "header"), (200, {"line": 200}), *rest]
    assert told(list(lines_from(path, 50)))[:2] == [(200, {"line": 200}), rest[0]]
    assert told(list(lines_from(path, 220))) == rest[19:]


def test_the_latest_bytes_begin_at_a_segment(path: Path) -> None:
    grown(path, 450).close()

    latest = told(list(lines_from(path, 0, latest=120_000)))

    assert latest[:3] == [(0, "header"), (400, {"line": 400}), (401, 401)]
    assert told(list(lines_from(path, 0, latest=200_000)))[1] == (300, {"line": 300})
    assert len(list(lines_from(path, 0, latest=10**9))) == 451


def test_a_reader_at_the_head_goes_on_into_the_next_segment(path: Path) -> None:
    log = grown(path, 99)
    reader = LogReader(path)
    offset, seen = 0, 0
    for number in range(100, 400):
        piece = reader.read(offset)
        seen, offset = seen + len(piece.lines), piece.offset
        log.append(frame(number))
        if number % 50 == 0:
            log.cut(head(log.lines - 1), number)
            assert piece.line is None
    while (piece := reader.read(offset)).lines:
        seen, offset = seen + len(piece.lines), piece.offset

    assert seen == log.lines == 400
    reader.close()
    log.close()


def test_a_channel_goes_on_over_cuts_and_begins_again_after_a_loss(path: Path) -> None:
    log = grown(path, 150)
    channel = Channel(path, ring_bytes=1 << 16)
    channel.advance()
    assert channel.next == 151

    for number in range(151, 451):
        log.append(frame(number))
        if number % 100 == 0:
            log.cut(head(log.lines - 1), number)
    for gone in segments_of(path)[:4]:
        gone.on_disk().unlink()
    channel.advance()

    assert channel.next == 451
    behind = list(lines_from(path, 160, channel.mark(160)))
    assert told(behind)[:2] == [(400, {"line": 400}), (401, 401)]
    channel.close()
    log.close()


def test_the_next_writer_goes_on_in_the_newest_segment(path: Path) -> None:
    log = grown(path, 250)
    lines = log.lines
    log.close()

    writer = LogWriter(path)
    assert writer.lines == lines
    writer.append(frame(251))
    writer.close()

    assert told(list(lines_from(path, 250))) == [(250, 250), (251, 251)]


def test_a_log_over_its_limit_loses_its_oldest_segments(path: Path) -> None:
    most = 8 * LEAST_BYTES
    log = RollingLog(path, most)
    log.append(HEADER)
    largest = 0
    for number in range(1, 3001):
        log.append(frame(number) + os.urandom(450).hex())
        if log.is_full:
            log.cut(head(log.lines - 1), number)
            largest = max(largest, bytes_of(path))
        log.tend()
    log.close()

    assert largest < most + 2 * LEAST_BYTES
    assert log.dropped_before > 0
    assert told_numbers(path)[:2] == [0, log.dropped_before]
    assert told_numbers(path)[-1] == 3000


def told_numbers(path: Path) -> list[int]:
    return [number for number, _ in lines_from(path, 0)]


def test_packing_behind_the_end_happens_bit_by_bit(path: Path) -> None:
    log = grown(path, 950)
    assert not compressed_path(path).exists()

    for _ in range(100):
        log.tend()

    *complete, growing = segments_of(path)
    assert all(not each.path.exists() and each.on_disk() for each in complete)
    assert growing.path.exists()
    assert len(list(lines_from(path, 0))) == 951
    log.close()


def test_a_full_disk_costs_the_oldest_segment_and_not_the_recording(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = grown(path, 250)
    real_write = os.write

    def write(fd: int, data: bytes) -> int:
        if len(segments_of(path)) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(fd, data)

    monkeypatch.setattr(os, "write", write)
    log.append(frame(251))
    assert log.dropped_before == 100

    monkeypatch.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "")))
    with pytest.raises(StoreFull):
        log.append(frame(252))
    assert len(segments_of(path)) == 1
    assert told_numbers(path)[-1] == 251
    log.close()


def test_packing_that_is_given_up_leaves_the_segment(path: Path) -> None:
    grown(path, 50).close()
    packing = Packing(path)
    packing.step(1000)

    packing.give_up()

    assert [each.name for each in path.parent.iterdir()] == ["run.jsonl"]
    assert len(told_numbers(path)) == 51


def test_removing_a_log_leaves_nothing(path: Path) -> None:
    grown(path, 250).close()

    remove(path)

    assert not segments_of(path)
    assert not folder_of(path).exists()
    assert list(path.parent.iterdir()) == []
