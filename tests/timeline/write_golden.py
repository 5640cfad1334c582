"""Write the golden timelines anew from their drawings, after a change that is meant to
change them: `python -m tests.timeline.write_golden`, then read the difference."""

from __future__ import annotations

from pathlib import Path

from app.timeline.drawing import Drawing
from app.timeline.encoding import encode_end, encode_frame, encode_header
from app.timeline.fold import Fold
from app.timeline.frames import End, Header
from app.timeline.playing import Player
from app.timeline.text import as_text, feed, timeline_from_text

GOLDEN = Path(__file__).parent / "golden"


def lines_of(text: str, frames: int = 3) -> list[str]:
    """The lines of a drawn program's timeline, told in so many frames."""
    drawing = Drawing(text)
    player = Player(drawing)
    fold = Fold()
    for row in drawing.definitions:
        fold.define(row)
    header = Header("golden", "2026-11-22T12:00:00Z", {"kind": "script", "name": "program.py"})
    lines = [encode_header(header)]
    size = len(player.happenings) // frames + 1
    for first in range(0, len(player.happenings), size):
        feed(fold, player.happenings[first : first + size])
        lines.append(encode_frame(fold.take_frame(0)))
    lines.append(encode_frame(fold.take_frame(player.now)))
    counts = fold.timeline.counts()
    lines.append(encode_end(End("stopped", "Enough.", duration=player.now, counts=counts)))
    return lines


def main() -> None:
    """Bring each drawing into the form of `as_text` and write its lines beside it."""
    for path in sorted(GOLDEN.glob("*.txt")):
        text = as_text(timeline_from_text(path.read_text(encoding="utf-8")))
        path.write_text(text, encoding="utf-8")
        lines = "".join(line + "\n" for line in lines_of(text))
        path.with_suffix(".jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
