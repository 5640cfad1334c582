"""Recovery: what a killed process left behind becomes a timeline like any other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.runs import recovery
from app.runs.recovery import recover, seal
from app.store.follow import lines_from
from app.store.index import Index
from app.store.log import LogWriter, StoreFull
from app.store.run import Ending, Run
from app.store.segments import compressed_path
from app.store.store import Store
from app.timeline.columns import Span
from app.timeline.frames import End, Frame, Header, decode, encode_end, encode_frame, encode_header
from app.timeline.model import Lane


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(recovery, "QUIET_S", 0)
    with contextlib.closing(Store(tmp_path)) as store:
        yield store


def interrupted(store: Store, *, owner: str = "gone", frames: int = 2, torn: bytes = b"") -> Run:
    """A run whose process is gone, and what it had written."""
    run = Run(id="a" * 32, title="x", program={}, created="2026-01-01T00:00:00Z", owner=owner)
    store.ask_now(Index.add, run)
    if frames:
        with contextlib.closing(LogWriter(store.folder.log(run.id))) as log:
            log.append(encode_header(Header(run.id, run.created)))
            for number in range(1, frames + 1):
                frame = Frame(now=number * 100, lanes=[Lane(number)])
                frame.spans.append(Span(number, 0, 50, 0, 0, 0, 0, 0))
                log.append(encode_frame(frame))
        with store.folder.log(run.id).open("ab") as file:
            file.write(torn)
    return run


def found(store: Store, run: Run) -> Run:
    found = store.ask_now(Index.get, run.id)
    assert found is not None
    return found


def lines(store: Store, run: Run) -> list[bytes]:
    return [line for _, line in lines_from(store.folder.log(run.id), 0)]


def test_an_interrupted_run_gets_the_end_it_lacks(store: Store) -> None:
    run = interrupted(store, torn=b'{"type":"frame","now":3')

    assert asyncio.run(recover(store)) == [run.id]

    end = decode(lines(store, run)[-1])
    assert isinstance(end, End)
    assert (end.status, end.reason, end.duration) == ("lost", recovery.CUT_OFF, 200)
    assert end.counts["spans"] == end.counts["lanes"] == 2
    assert len(lines(store, run)) == 4
    assert compressed_path(store.folder.log(run.id)).exists()
    assert found(store, run).is_complete
    assert found(store, run).counts == end.counts


def test_an_end_that_was_written_is_believed(store: Store) -> None:
    """The recorder was faster than whoever killed the server."""
    run = interrupted(store)
    with contextlib.closing(LogWriter(store.folder.log(run.id))) as log:
        log.append(encode_end(End("finished", "", 0, None, 250, {"spans": 9})))
    before = lines(store, run)

    asyncio.run(recover(store))

    assert lines(store, run) == before
    assert (found(store, run).status, found(store, run).duration) == ("finished", 250)


def test_a_run_that_had_not_written_anything_opens_empty(store: Store) -> None:
    run = interrupted(store, frames=0)

    asyncio.run(recover(store))

    first, last = map(decode, lines(store, run))
    assert isinstance(first, Header)
    assert isinstance(last, End)
    assert first.id == run.id


def test_a_run_of_a_process_that_lives_is_left_alone(store: Store) -> None:
    run = interrupted(store, owner=store.claim.owner)

    assert asyncio.run(recover(store)) == []

    assert found(store, run).is_running


def test_a_recovery_that_was_itself_interrupted_is_taken_up_again(store: Store) -> None:
    run = interrupted(store)
    store.ask_now(Index.end, run.id, Ending(status="lost"))
    assert not found(store, run).is_complete

    asyncio.run(recover(store))

    assert found(store, run).is_complete
    assert asyncio.run(recover(store)) == []


def test_only_one_process_mends(store: Store) -> None:
    interrupted(store)

    with store.folder.alone() as alone:
        assert alone
        assert asyncio.run(recover(store)) == []


def test_on_a_full_disk_the_log_stays_as_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = interrupted(store)

    def full(self: LogWriter, _line: str) -> int:
        raise StoreFull(self.path)

    monkeypatch.setattr(LogWriter, "append", full)
    ending = seal(store.folder, run, "why")

    assert len(lines(store, run)) == 3
    assert (ending.status, ending.reason, ending.counts["spans"]) == ("lost", "why", 2)


def test_a_damaged_line_ends_what_is_counted(store: Store) -> None:
    run = interrupted(store, torn=b"rubbish\n")

    ending = seal(store.folder, run, "why")

    assert ending.counts["spans"] == 2
