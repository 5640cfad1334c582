"""A log is indexed once; then any stretch of it is read as a timeline of its own."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from app.runs.tiling import index_log
from app.store.log import LogWriter
from app.store.tiles import TileReader, TileWriter, tiles_of
from app.timeline.frames import decode, read_timeline
from app.timeline.lines import Frame
from app.timeline.tallies import WAITS
from app.timeline.tiles import VERSION
from app.timeline.timeline import Timeline
from app.timeline.validation import validate
from app.web.routes.tiles import window_lines
from tests.support.long_runs import LongRun
from tests.timeline.write_golden import GOLDEN

RUN = LongRun(12_000, lanes=4, spans_per_frame=40)
CHUNK = 700


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of a run in several segments, indexed."""
    log = RUN.write(tmp_path_factory.mktemp("data"), segment_bytes=100_000)
    index_log(log, lambda share: None, CHUNK)
    return log


def window(log: Path, first: int, last: int) -> list[bytes]:
    lines = window_lines(TileReader(log, VERSION), range(first, last + 1), tables=True)
    return b"".join(lines).splitlines()


def whole() -> Timeline:
    return read_timeline(RUN.lines())


def test_a_long_run_is_a_sound_timeline() -> None:
    timeline = whole()

    assert validate(timeline) == []
    assert timeline.end is not None
    assert timeline.counts() == timeline.end.counts


def test_chunks_tile_the_run_over_all_segments(log: Path) -> None:
    chunks = TileReader(log, VERSION).chunks

    assert len(list(log.with_suffix(".segments").iterdir())) > 1
    assert chunks[0].begin == 0
    assert chunks[-1].end == RUN.duration
    for before, after in pairwise(chunks):
        assert before.end == after.begin
        assert before.end_offset == after.offset
    assert sum(chunk.spans for chunk in chunks) == RUN.counts()["spans"]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 3), (4, 6), (7, 7), (9, 11), (-1, -1)])
def test_a_window_is_sound_and_tells_what_the_whole_tells(log: Path, first: int, last: int) -> None:
    reader = TileReader(log, VERSION)
    first, last = first % len(reader.chunks), last % len(reader.chunks)
    begin, end = reader.chunks[first].begin, reader.chunks[last].end

    part = read_timeline(window(log, first, last))

    assert validate(part) == []
    for name in ("spans", "holds"):
        there = [row for row in getattr(whole(), name) if begin < row.end <= end]
        assert list(getattr(part, name)) == there
    assert part.now == end
    assert part.objects == whole().objects


def test_a_window_of_a_log_of_an_older_version_is_told_as_it_would_be_now(tmp_path: Path) -> None:
    old = (GOLDEN / "old" / "version-0.jsonl").read_text(encoding="utf-8")
    log = tmp_path / "run.jsonl"
    log.write_text(old)
    index_log(log, lambda share: None)

    part = read_timeline(window(log, 0, 0))

    assert list(part.spans) == list(read_timeline(old.splitlines()).spans)


def test_a_window_tells_when_what_was_open_at_its_end_ended(log: Path) -> None:
    lines = window(log, 4, 6)
    at = TileReader(log, VERSION).chunks[6].end

    ends = json.loads(lines[-1])["ends"]

    spans = {(span.lane, span.start): span.end for span in whole().spans}
    assert len(ends["spans"]) == RUN.lanes
    for lane, start, end in ends["spans"]:
        assert start < at < end
        assert spans[lane, start] == end
    assert {(row[1], row[2], row[3]) for row in ends["holds"]} <= {
        (hold.lane, hold.start, hold.end) for hold in whole().holds
    }
    assert isinstance(decode(lines[-1]), Frame)


def test_the_overview_is_a_timeline_with_every_table_and_what_matters(log: Path) -> None:
    first, *lines = TileReader(log, VERSION).overview_lines()

    timeline = read_timeline(json.dumps(line) for line in lines)

    assert first["type"] == "overview"
    for name in ("processes", "lanes", "objects", "files", "sites", "findings"):
        assert getattr(timeline, name) == getattr(whole(), name)
    assert [each.text for each in timeline.instants] == ["ValueError: the till is empty"]
    assert timeline.open_spans == whole().open_spans
    assert timeline.end == whole().end


def test_the_overview_tells_how_the_objects_of_the_whole_run_were_used(log: Path) -> None:
    timeline = whole()
    waits = [row.end - row.start for row in timeline.spans if row.object and row.state in WAITS]
    waits += [
        RUN.duration - row.start
        for row in timeline.open_spans.values()
        if row.object and row.state in WAITS
    ]
    holds = [row.end - row.start for row in timeline.holds]

    [[lock, *numbers]] = TileReader(log, VERSION).overview_lines()[0]["uses"]

    assert lock == 1
    assert numbers[:3] == [len(waits), sum(waits), max(waits)]
    assert numbers[5:8] == [len(holds), sum(holds), max(holds)]


def test_every_tile_that_is_promised_is_there(log: Path) -> None:
    reader = TileReader(log, VERSION)
    first = reader.overview_lines()[0]
    packed = reader.tile(first["top"], 0)

    assert packed is not None
    assert reader.tile(first["top"] + 1, 0) is None
    assert reader.tile(0, 0) is None


def test_a_log_without_an_end_is_indexed_as_far_as_it_goes(tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    writer = LogWriter(log)
    for line in list(RUN.lines())[:10]:
        writer.append(line)
    writer.close()
    with log.open("ab") as file:
        file.write(b'{"type":"frame","now":')

    index_log(log, lambda share: None, CHUNK)

    end = TileReader(log, VERSION).overview_lines()[-1]
    assert end["status"] == "lost"
    assert end["duration"] == 9 * 40_000_000


def test_it_is_told_how_far_it_is(tmp_path: Path) -> None:
    shares: list[float] = []
    index_log(RUN.write(tmp_path, segment_bytes=100_000), shares.append, CHUNK)

    assert shares == sorted(shares)
    assert len(shares) > 2
    assert shares[-1] == 1


def test_an_index_that_was_not_finished_is_none(tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    writer = TileWriter(log)
    writer.keep_tile(3, 0, "{}")

    with pytest.raises(FileNotFoundError):
        TileReader(log, VERSION)
    writer.give_up()
    assert list(tmp_path.iterdir()) == []


def test_an_index_of_another_version_is_none(log: Path) -> None:
    assert tiles_of(log).exists()
    with pytest.raises(FileNotFoundError):
        TileReader(log, VERSION + 1)
