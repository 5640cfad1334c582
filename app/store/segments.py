"""Segments: the files that a log is made of, so that a long one can be cut off at its head.

<id>.jsonl                            the first segment, of most runs the only one
<id>.segments/<line>-<offset>.jsonl   each further one, by the number of its first line
                                      and the bytes of all lines before that

Each is `.jsonl.gz` once it is complete and packed. Every segment is a whole timeline by
itself: a further one has a *head*, the header again and a frame that tells how things
stood, which has the number of the line before. Who reads on from one segment to the next
passes over the head; who finds the segments before it gone begins with it.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

HEAD_LINES = 2
FURTHER = re.compile(r"(\d{12})-(\d{15})\.jsonl(?:\.gz)?")


class Segment(NamedTuple):
    """One segment: the number and the offset of its first line that follows the head."""

    path: Path
    """By the name that it has while it grows."""
    line: int = 0
    offset: int = 0

    def bytes_on_disk(self) -> int:
        """Return what it takes; while it is being packed it is there twice for a moment."""
        packed = compressed_path(self.path)
        return (packed if packed.exists() else self.path).stat().st_size

    def on_disk(self) -> Path:
        """Return where it is now; FileNotFoundError says that it has been dropped."""
        for path in (self.path, compressed_path(self.path)):
            if path.exists():
                return path
        raise FileNotFoundError(self.path)

    def plain_bytes(self) -> int:
        """Return how long it is, or was before it was packed."""
        path = self.on_disk()
        if path == self.path:
            return path.stat().st_size
        with path.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return int.from_bytes(file.read(4), "little")


def compressed_path(path: Path) -> Path:
    """Where the segment at `path` is once it is packed."""
    return path.with_name(path.name + ".gz")


def folder_of(log: Path) -> Path:
    """Where the further segments of a log are."""
    return log.with_suffix(".segments")


def further_segment(log: Path, line: int, offset: int) -> Segment:
    """The segment that begins after so many lines and bytes."""
    return Segment(folder_of(log) / f"{line:012d}-{offset:015d}.jsonl", line, offset)


def segments_of(log: Path) -> list[Segment]:
    """Return the segments that there are, the oldest first."""
    found = [Segment(log)] if log.exists() or compressed_path(log).exists() else []
    try:
        with os.scandir(folder_of(log)) as entries:
            matches = [FURTHER.fullmatch(entry.name) for entry in entries]
    except FileNotFoundError:
        return found
    places = {(int(match[1]), int(match[2])) for match in matches if match}
    return found + [further_segment(log, line, offset) for line, offset in sorted(places)]


def newest_files(log: Path) -> list[Path]:
    """Return the files of a log, in whatever form, that somebody may still be writing."""
    path = next(reversed(segments_of(log)), Segment(log)).path
    packed = compressed_path(path)
    return [path, packed.with_name(packed.name + ".partial")]


def bytes_of(log: Path) -> int:
    """Return what a log takes on disk."""
    total = 0
    for segment in segments_of(log):
        try:
            total += segment.bytes_on_disk()
        except FileNotFoundError:
            continue  # dropped, or packed, at this very moment
    return total


def drop(segment: Segment) -> None:
    """Remove a segment."""
    segment.path.unlink(missing_ok=True)
    compressed_path(segment.path).unlink(missing_ok=True)


def remove(log: Path) -> None:
    """Remove all of a log."""
    drop(Segment(log))
    shutil.rmtree(folder_of(log), ignore_errors=True)
