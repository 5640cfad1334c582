"""Following: every line once, by its number, from memory or from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.follow import MARK_EVERY, Channel, Channels, is_end, lines_from, sse_event
from app.store.log import LogWriter
from app.store.packing import compress_log

FRAME = '{"type":"frame","now":%d}'
END = '{"type":"end","status":"finished"}'


def write(writer: LogWriter, *numbers: int) -> None:
    for number in numbers:
        writer.append(FRAME % number)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogWriter]:
    log = LogWriter(tmp_path / "run.jsonl")
    yield log
    log.close()


Opener = Callable[[int], Channel]


@pytest.fixture
def following(log: LogWriter) -> Iterator[Opener]:
    """Open the channel of the log with a ring of so many bytes."""
    channels = []

    def open_channel(ring_bytes: int) -> Channel:
        channels.append(Channel(log.path, ring_bytes))
        return channels[-1]

    yield open_channel
    for channel in channels:
        channel.close()


def test_a_line_is_an_event_of_its_type_and_number() -> None:
    assert sse_event(3, b'{"type":"frame","now":1}') == (
        b'event: frame\nid: 3\ndata: {"type":"frame","now":1}\n\n'
    )
    assert sse_event(0, b'{ "type": "header" }').startswith(b"event: header\nid: 0\n")
    assert is_end(END.encode())
    assert not is_end(b'{"type":"frame","end":{"type":"end"}}')


def test_a_channel_tells_what_the_log_has_grown_by(log: LogWriter, following: Opener) -> None:
    channel = following(1000)
    heard: list[tuple[int, bytes, int]] = []
    channel.listen(lambda *told: heard.append(told) or True)  # type: ignore[func-returns-value]

    assert not channel.advance()
    write(log, 0)
    assert channel.advance()
    write(log, 1, 2)
    channel.advance()

    frames = [sse_event(n, (FRAME % n).encode()) for n in range(3)]
    assert heard == [(0, frames[0], 1), (1, frames[1] + frames[2], 3)]


def test_half_a_line_is_not_told(log: LogWriter, following: Opener) -> None:
    channel = following(1000)
    write(log, 0)
    with log.path.open("ab") as torn:
        torn.write(b'{"type":"fra')

    channel.advance()
    assert channel.next == 1
    with log.path.open("ab") as rest:
        rest.write(b'me"}\n')
    channel.advance()

    assert channel.next == 2


def test_the_end_ends_the_channel(log: LogWriter, following: Opener) -> None:
    channel = following(1000)
    heard: list[bytes] = []
    channel.listen(lambda first, events, upto: heard.append(events) or True)  # type: ignore[func-returns-value]
    write(log, 0)
    log.append(END)

    channel.advance()

    assert channel.ended
    assert heard[-1] == b""
    assert not channel.advance()


def test_who_wants_to_hear_no_more_is_told_no_more(log: LogWriter, following: Opener) -> None:
    channel = following(1000)
    heard: list[int] = []

    def once(first: int, _events: bytes, _upto: int) -> bool:
        heard.append(first)
        return False

    channel.listen(once)
    for number in range(3):
        write(log, number)
        channel.advance()

    assert heard == [0]


def test_the_ring_is_bounded_in_bytes_but_keeps_the_newest(
    log: LogWriter, following: Opener
) -> None:
    channel = following(200)
    write(log, *range(50))
    log.append('{"type":"frame","text":"' + "x" * 5000 + '"}')

    channel.advance()

    assert (channel.first, channel.next) == (50, 51)
    assert channel.ready(49, 1000) == (b"", 49)
    events, after = channel.ready(50, 1000)
    assert (len(events) > 5000, after) == (True, 51)


def test_a_viewer_behind_gets_no_more_than_a_batch(log: LogWriter, following: Opener) -> None:
    channel = following(100_000)
    write(log, *range(100))
    channel.advance()

    events, after = channel.ready(10, 300)

    assert 10 < after < 20
    assert events == b"".join(sse_event(n, (FRAME % n).encode()) for n in range(10, after))


@given(st.integers(0, 300))
def test_reading_from_a_mark_gives_the_same_lines(cursor: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        log = LogWriter(Path(folder) / "run.jsonl")
        write(log, *range(300))
        channel = Channel(log.path, 100)
        channel.advance()
        mark = channel.mark(cursor)

        assert cursor - MARK_EVERY < mark[0] <= cursor
        assert list(lines_from(log.path, cursor, mark)) == list(lines_from(log.path, cursor))
        channel.close()
        log.close()


def test_a_log_that_is_compressed_meanwhile_is_read_to_its_end(log: LogWriter) -> None:
    write(log, *range(10_000))
    lines = lines_from(log.path, 0)
    first = [next(lines) for _ in range(5)]

    log.close()
    compress_log(log.path)

    assert [number for number, _ in [*first, *lines]] == list(range(10_000))
    assert [number for number, _ in lines_from(log.path, 9_990)] == list(range(9_990, 10_000))


def test_a_dropped_channel_tells_the_rest_first(log: LogWriter) -> None:
    channels = Channels(1000)
    channel = channels.open("run", log.path)
    assert channels.open("run", log.path) is channel
    write(log, 0, 1)

    channels.drop("run")

    assert (channel.next, channel.ended) == (2, True)
    assert channels.get("run") is None
    channels.drop("run")
