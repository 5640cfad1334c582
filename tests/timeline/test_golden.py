"""Golden timelines: drawings, their lines, and the way from each to the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.timeline.encoding import encode_end, encode_frame, encode_header
from app.timeline.frames import End, Frame, Header, decode, read_timeline
from app.timeline.text import as_text, timeline_from_text
from app.timeline.validation import validate
from tests.timeline.write_golden import GOLDEN, lines_of

DRAWINGS = sorted(GOLDEN.glob("*.txt"))


@pytest.fixture(params=DRAWINGS, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_a_drawing_is_what_its_timeline_looks_like(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")

    assert as_text(timeline_from_text(text)) == text


def test_a_drawing_makes_the_same_lines_as_ever(drawing: Path) -> None:
    lines = drawing.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()

    assert lines_of(drawing.read_text(encoding="utf-8")) == lines


def test_the_lines_tell_the_drawing(drawing: Path) -> None:
    lines = drawing.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()

    timeline = read_timeline(lines)

    assert validate(timeline) == []
    assert as_text(timeline) == drawing.read_text(encoding="utf-8")


def test_every_line_survives_being_read_and_written(drawing: Path) -> None:
    for line in drawing.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines():
        match decode(line):
            case Header() as header:
                assert encode_header(header) == line
            case Frame() as frame:
                assert encode_frame(frame) == line
            case End() as end:
                assert encode_end(end) == line


def test_a_timeline_of_the_first_version_is_read_like_one_of_today() -> None:
    old = (GOLDEN / "old" / "version-0.jsonl").read_text(encoding="utf-8").splitlines()

    timeline = read_timeline(old)

    assert validate(timeline) == []
    assert timeline.header is not None
    assert timeline.header.version == 0
    assert as_text(timeline) == (GOLDEN / "old" / "version-0.txt").read_text(encoding="utf-8")
