"""The next span that matches is the one that a look at every span would find."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.events import Event
from app.runs.seeking import Sought, Spot, Step, seek
from app.runs.tiling import index_log
from app.store.tiles import TileReader
from app.timeline.columns import Span
from app.timeline.frames import Frame, encode_frame, read_timeline
from app.timeline.model import State
from app.timeline.tiles import VERSION
from tests.support.long_runs import LongRun
from tests.timeline.programs import any_events, any_moment, programs, recorded
from tests.timeline.write_golden import GOLDEN

RUN = LongRun(6_000, lanes=3, spans_per_frame=40)
EVERYWHERE = frozenset(range(100))


def spot(span: Span) -> Spot:
    return Spot(span.start, span.lane)


def walked(reader: TileReader, sought: Sought, step: Step) -> list[Spot]:
    """Every hit, one after another, from one end of the run to the other."""
    here = Spot(-1, 0) if step > 0 else Spot(1 << 62, 0)
    hits: list[Spot] = []
    while (span := seek(reader, sought, here, step).span) is not None:
        here = spot(span)
        hits.append(here)
    return hits


def matching(spans: Sequence[Span], sought: Sought) -> list[Spot]:
    return sorted({spot(span) for span in spans if getattr(span, sought.kind) in sought.ids})


@given(
    programs() | any_events.filter(bool),
    st.lists(any_moment),
    st.integers(1, 6),
    st.sampled_from(["site", "object"]),
    st.frozensets(st.integers(1, 6), min_size=1),
)
def test_every_span_that_matches_is_found_in_both_directions(
    events: list[Event], moments: list[Event], most_spans: int, kind: str, ids: frozenset[int]
) -> None:
    timeline, lines = recorded(events, moments, 3)
    sought = Sought(kind, ids)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "run.jsonl"
        log.write_text("".join(f"{line}\n" for line in [RUN.header(), *lines]))
        index_log(log, lambda share: None, most_spans)
        reader = TileReader(log, VERSION)

        expected = matching(list(timeline.spans), sought)
        assert walked(reader, sought, 1) == expected
        assert walked(reader, sought, -1) == expected[::-1]
        total = sum(getattr(span, kind) in ids for span in timeline.spans)
        assert seek(reader, sought, Spot(-1, 0), 1).total == total


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of a run in several segments, indexed in small chunks."""
    log = RUN.write(tmp_path_factory.mktemp("data"), segment_bytes=60_000)
    index_log(log, lambda share: None, 300)
    return log


def test_what_is_open_when_the_run_ends_is_found_and_counted(log: Path) -> None:
    timeline = read_timeline(RUN.lines())
    sought = Sought("object", EVERYWHERE - {0})
    still_open = [
        Span(row.lane, row.start, RUN.duration, row.state, row.object, row.site, 0, 0)
        for row in timeline.open_spans.values()
    ]
    all_spans = [*timeline.spans, *still_open]

    found = seek(TileReader(log, VERSION), sought, Spot(1 << 62, 0), -1)

    assert found.span is not None
    assert spot(found.span) == matching(all_spans, sought)[-1]
    assert found.total == sum(span.object != 0 for span in all_spans)


def test_spans_are_found_in_a_log_of_an_older_version(tmp_path: Path) -> None:
    old = (GOLDEN / "old" / "version-0.jsonl").read_text(encoding="utf-8")
    assert '"site":[0,0,0]' in old
    log = tmp_path / "run.jsonl"
    log.write_text(old.replace('"site":[0,0,0]', '"site":[7,8,7]'))
    index_log(log, lambda share: None)

    hits = walked(TileReader(log, VERSION), Sought("site", frozenset({7})), 1)

    assert hits == [Spot(0, 1), Spot(500, 2)]


def test_a_span_that_begins_where_two_chunks_meet_is_found_from_there(tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    with log.open("w") as file:
        file.write(f"{RUN.header()}\n")
        for lane, start, end in [(2, 0, 10), (2, 10, 20), (1, 10, 21)]:
            frame = Frame(end)
            frame.spans.append(Span(lane, start, end, State.RUNNING, 0, 7, 0, 0))
            file.write(f"{encode_frame(frame)}\n")
    index_log(log, lambda share: None, 1)

    hits = walked(TileReader(log, VERSION), Sought("site", frozenset({7})), -1)

    assert hits == [Spot(10, 2), Spot(10, 1), Spot(0, 2)]


def test_only_chunks_that_may_tell_of_a_better_one_are_read(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = TileReader(log, VERSION)
    read: list[int] = []
    lines = TileReader.lines
    monkeypatch.setattr(
        TileReader,
        "lines",
        lambda self, chunks: read.append(chunks[0]) or lines(self, chunks),  # type: ignore[func-returns-value]
    )
    middle = len(reader.chunks) // 2

    seek(reader, Sought("site", EVERYWHERE), Spot(reader.chunks[middle].begin, 0), 1)
    seek(reader, Sought("site", frozenset({999_999})), Spot(0, 0), 1)

    assert len(reader.chunks) > 12
    assert 0 < len(read) <= 4
    assert all(abs(chunk - middle) <= 3 for chunk in read)
