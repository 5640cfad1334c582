"""A ring's reader delivers every record once or counts it as dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runs import ring as ring_module
from app.runs.ring import HOLE_PATIENCE_NS, Record, RingError, RingReader

from .rings import RingWriter


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def writer(tmp_path: Path) -> RingWriter:
    return RingWriter(tmp_path / "1-1.ring", capacity=16)


@pytest.fixture
def reader(writer: RingWriter, clock: Clock) -> Iterator[RingReader]:
    reader = RingReader(writer.path, clock)
    yield reader
    reader.close()


def numbers(records: list[Record]) -> list[int]:
    return [record[-1] for record in records]


def test_records_come_once_and_in_order_over_many_laps(
    writer: RingWriter, reader: RingReader
) -> None:
    seen = []
    for _ in range(20):
        for _ in range(11):
            writer.write()
        seen += numbers(reader.read(100).records)

    assert seen == list(range(1, 221))
    assert reader.dropped == 0


def test_a_lapped_reader_counts_exactly_what_it_lost(
    writer: RingWriter, reader: RingReader
) -> None:
    for _ in range(100):
        writer.write()

    records, lost = reader.read(100)

    assert numbers(records) == list(range(lost + 1, 101))
    assert lost == reader.dropped > 100 - 16


def test_a_dead_writers_last_lap_is_read_to_its_first_record(
    writer: RingWriter, reader: RingReader
) -> None:
    for _ in range(100):
        writer.write()

    assert numbers(reader.read(100, dead=True).records) == list(range(85, 101))


def test_a_limit_leaves_the_rest_for_later(writer: RingWriter, reader: RingReader) -> None:
    for _ in range(10):
        writer.write()

    assert numbers(reader.read(4).records) == [1, 2, 3, 4]
    assert numbers(reader.read(100).records) == [5, 6, 7, 8, 9, 10]


def test_a_record_being_written_holds_back_the_later_ones(
    writer: RingWriter, reader: RingReader
) -> None:
    slow = writer.take()
    writer.write()
    writer.begin(slow)

    assert reader.read(100).records == []

    writer.finish(slow)
    assert numbers(reader.read(100).records) == [1, 2]


def test_a_hole_is_skipped_and_counted_when_patience_ends(
    writer: RingWriter, reader: RingReader, clock: Clock
) -> None:
    writer.take()
    writer.write()
    assert reader.read(100) == ([], 0)

    clock.now += HOLE_PATIENCE_NS
    records, lost = reader.read(100)

    assert (numbers(records), lost, reader.dropped) == ([2], 1, 1)


def test_a_dead_writers_hole_is_skipped_at_once(writer: RingWriter, reader: RingReader) -> None:
    writer.take()
    writer.write()

    assert numbers(reader.read(100, dead=True).records) == [2]


def test_a_record_that_fills_a_skipped_hole_is_delivered_after_all(
    writer: RingWriter, reader: RingReader, clock: Clock
) -> None:
    slow = writer.take()
    writer.write()
    reader.read(100)
    clock.now += HOLE_PATIENCE_NS
    reader.read(100)

    writer.clear(slow)
    writer.begin(slow)
    writer.finish(slow)

    assert numbers(reader.read(100).records) == [slow]
    assert reader.dropped == 0


def test_a_hole_is_not_waited_for_when_the_writer_is_half_a_lap_ahead(
    writer: RingWriter, reader: RingReader
) -> None:
    writer.take()
    for _ in range(10):
        writer.write()

    assert numbers(reader.read(100).records) == list(range(2, 12))


def test_what_comes_before_a_loss_comes_in_a_reading_of_its_own(
    writer: RingWriter, reader: RingReader
) -> None:
    writer.write()
    writer.take()
    writer.write()

    assert [numbers(reader.read(9, dead=True).records) for _ in range(3)] == [[1], [3], []]


def test_a_file_that_is_no_ring_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "1-1.ring"
    path.write_bytes(b"x" * 8192)

    with pytest.raises(RingError):
        RingReader(path)


STEPS = st.one_of(
    st.tuples(st.just("step"), st.integers(0, 3)),
    st.tuples(st.just("write"), st.integers(0, 40)),
    st.tuples(st.just("read"), st.integers(1, 30)),
    st.tuples(st.just("wait"), st.just(0)),
    st.tuples(st.just("amid"), st.integers(1, 40)),
)


class Threads:
    """Four writers that can be stopped anywhere inside a record."""

    def __init__(self, writer: RingWriter) -> None:
        self.writer = writer
        self.busy: dict[int, tuple[int, int]] = {}

    def may_take(self) -> bool:
        """No writer sleeps through a whole lap in mid-record."""
        oldest = min((sequence for sequence, _ in self.busy.values()), default=self.writer.last)
        return self.writer.last + 1 < oldest + self.writer.capacity

    def step(self, thread: int) -> None:
        sequence, done = self.busy.pop(thread, (0, 0))
        if not sequence:
            if not self.may_take():
                return
            sequence = self.writer.take()
        (self.writer.clear, self.writer.begin, self.writer.finish, lambda _: None)[done](sequence)
        if done < 2:
            self.busy[thread] = (sequence, done + 1)

    def write(self, count: int) -> None:
        for _ in range(count):
            if self.may_take():
                self.writer.write()


@given(steps=st.lists(STEPS, max_size=60))
def test_no_interleaving_of_writes_and_reads_loses_anything_uncounted(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Also writes that fall between two passes of one read (`amid`)."""
    clock = Clock()
    writer = RingWriter(tmp_path_factory.mktemp("ring") / "1-1.ring", capacity=16)
    reader = RingReader(writer.path, clock)
    threads = Threads(writer)
    seen: list[Record] = []
    amid: list[int] = []
    count_matches = ring_module._matches

    def matches(values: list[int], first: int) -> int:
        run = count_matches(values, first)
        if amid:
            threads.write(amid.pop())
        return run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ring_module, "_matches", matches)
        for step, number in steps:
            if step == "step":
                threads.step(number)
            elif step == "write":
                threads.write(number)
            elif step == "amid":
                amid.append(number)
            elif step == "wait":
                clock.now += HOLE_PATIENCE_NS
            else:
                seen += reader.read(number).records
        amid.clear()
        while any(reading := reader.read(100, dead=True)):
            seen += reading.records

    visible = max(reader._numbers.tolist())
    reader.close()
    assert len(set(seen)) == len(seen)
    assert len(seen) + reader.dropped == visible
    assert all(record[0] == record[1] == record[-1] for record in seen)
