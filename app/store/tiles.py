"""Tiles: where the index of a long log lies, beside it, and how it is read.

<id>.tiles/overview.jsonl.gz   what a page opens with, sent as it is
<id>.tiles/tiles.bin           every tile, and a few lines per chunk, each packed by itself
<id>.tiles/index.json          where in that file each lies, and where in the log each chunk

The folder appears with all that is in it, or not at all. It holds nothing that the log
does not: whoever removes it loses the minute that it takes to make it again.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from app.store.log import LogReader

PIECE_BYTES = 1 << 18
COMPRESSION_LEVEL = 5
FIRST_TILES = 2
"""So many of 512 buckets are as wide as a screen, or half as wide."""


def tiles_of(log: Path) -> Path:
    """Where the index of a log is."""
    return log.with_suffix(".tiles")


def bytes_of(log: Path) -> int:
    """Return what the index of a log takes on disk; 0 when there is none."""
    try:
        with os.scandir(tiles_of(log)) as entries:
            return sum(entry.stat().st_size for entry in entries)
    except FileNotFoundError:
        return 0


def remove(log: Path) -> None:
    """Remove the index of a log, complete or not."""
    for folder in (tiles_of(log), _partial(log)):
        shutil.rmtree(folder, ignore_errors=True)


def _partial(log: Path) -> Path:
    return log.with_suffix(".tiles-partial")


class Place(NamedTuple):
    """Where a chunk lies in its log, and what is kept of it beside its tiles."""

    line: int
    offset: int
    end_offset: int
    begin: int
    end: int
    spans: int
    snapshot: tuple[int, int]
    """How things stood when it began: offset and length in the file of tiles."""
    crossing: tuple[int, int]
    """The spans and holds that were open then and ended in it."""
    oldest: int
    """When the first of these began."""
    level: int
    """How long its buckets are."""


class TileWriter:
    """Writes an index; `finish` lets it appear."""

    def __init__(self, log: Path) -> None:
        self._target = tiles_of(log)
        self._folder = _partial(log)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700)
        self._file = (self._folder / "tiles.bin").open("wb")
        self._tiles: dict[str, tuple[int, int]] = {}
        self._places: list[Place] = []
        self._parts: dict[str, tuple[int, int]] = {}

    def keep(self, text: str) -> tuple[int, int]:
        """Write a text and return where it is."""
        data = gzip.compress(text.encode(), COMPRESSION_LEVEL, mtime=0)
        return self._file.tell(), self._file.write(data)

    def keep_tile(self, level: int, index: int, text: str) -> None:
        """Write a tile."""
        self._tiles[f"{level}/{index}"] = self.keep(text)

    def keep_part(self, name: str, text: str) -> None:
        """Write what is read by that name."""
        self._parts[name] = self.keep(text)

    def keep_place(self, place: Place) -> None:
        """Note where the next chunk is."""
        self._places.append(place)

    def finish(self, version: int, overview: Iterable[str]) -> None:
        """Write the rest; from now on there is an index."""
        self._file.close()
        text = "".join(f"{line}\n" for line in overview)
        packed = gzip.compress(text.encode(), COMPRESSION_LEVEL, mtime=0)
        (self._folder / "overview.jsonl.gz").write_bytes(packed)
        index = {
            "version": version,
            "tiles": self._tiles,
            "chunks": self._places,
            "parts": self._parts,
        }
        (self._folder / "index.json").write_text(json.dumps(index, separators=(",", ":")))
        shutil.rmtree(self._target, ignore_errors=True)
        self._folder.rename(self._target)

    def give_up(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class TileReader:
    """The index of one log. FileNotFoundError says that there is none of this version."""

    def __init__(self, log: Path, version: int) -> None:
        self._log = log
        self._folder = tiles_of(log)
        index = json.loads((self._folder / "index.json").read_text())
        if index["version"] != version:
            raise FileNotFoundError(self._folder)
        self._tiles: dict[str, tuple[int, int]] = index["tiles"]
        self.chunks = [Place(*row) for row in index["chunks"]]
        self._parts: dict[str, tuple[int, int]] = index["parts"]

    @property
    def log_bytes(self) -> int:
        """How long the log is, unpacked."""
        return self.chunks[-1].end_offset if self.chunks else 0

    @cached_property
    def log_version(self) -> int:
        """Of which version of the format the lines of the log are."""
        with LogReader(self._log) as reader:
            header, *_ = reader.read(0, PIECE_BYTES).lines
        return int(json.loads(header)["version"])

    @property
    def overview(self) -> Path:
        """The packed lines that a page opens with."""
        return self._folder / "overview.jsonl.gz"

    def overview_lines(self) -> list[Any]:
        """The lines of the overview, read."""
        with gzip.open(self.overview) as lines:
            return [json.loads(line) for line in lines]

    @cached_property
    def first_look(self) -> list[tuple[int, int]]:
        """The finest few tiles that together show all of the run: level and number of each."""
        by_level: dict[int, list[int]] = {}
        for name in self._tiles:
            level, index = map(int, name.split("/"))
            by_level.setdefault(level, []).append(index)
        coarsest = max((chunk.level for chunk in self.chunks), default=0)
        levels = [level for level in sorted(by_level) if level >= coarsest]
        for level in levels:
            if max(by_level[level]) < FIRST_TILES:
                return [(level, index) for index in sorted(by_level[level])]
        return []

    def tile(self, level: int, index: int) -> bytes | None:
        """A tile, packed as it is; None when there is no such one."""
        place = self._tiles.get(f"{level}/{index}")
        return None if place is None else self._packed(place)

    def part(self, name: str) -> Any:
        """What was kept by that name."""
        return self._text(self._parts[name])

    def snapshot(self, chunk: int) -> Any:
        """How things stood when a chunk began."""
        return self._text(self.chunks[chunk].snapshot)

    def crossing(self, chunk: int) -> Any:
        """What ended in a chunk and began before it."""
        return self._text(self.chunks[chunk].crossing)

    def between(self, start: int, end: int) -> range:
        """The chunks that a stretch of time lies in."""
        inside = [
            number
            for number, chunk in enumerate(self.chunks)
            if chunk.begin < end and chunk.end > start
        ]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def lines(self, chunks: range) -> Iterator[bytes]:
        """The lines of these chunks as they stand in the log, with their newlines, in pieces."""
        offset, end = self.chunks[chunks[0]].offset, self.chunks[chunks[-1]].end_offset
        with LogReader(self._log) as reader:
            while offset < end:
                piece = reader.read(offset, PIECE_BYTES)
                if not piece.lines:
                    raise FileNotFoundError(self._log)
                wanted = []
                for line in piece.lines:
                    if offset < end:
                        wanted.append(line)
                    offset += len(line) + 1
                yield b"\n".join([*wanted, b""])

    def ends(self, chunks: range) -> tuple[list[list[int]], list[list[int]]]:
        """When the spans and holds that were open after these chunks ended, if they did."""
        after = chunks[-1] + 1
        if after == len(self.chunks):
            return [], []
        snapshot, at = self.snapshot(after), self.chunks[after].begin
        spans = {(row[0], row[1]) for row in snapshot["open"]}
        holds = {(row[0], row[1], row[2]) for row in snapshot["held"]}
        ended: tuple[list[list[int]], list[list[int]]] = [], []
        for number in range(after, len(self.chunks)):
            if self.chunks[number].oldest < at:
                crossing = self.crossing(number)
                ended[0].extend(row for row in crossing["spans"] if (row[0], row[1]) in spans)
                ended[1].extend(row for row in crossing["holds"] if tuple(row[:3]) in holds)
        return ended

    def _packed(self, place: tuple[int, int]) -> bytes:
        offset, length = place
        with (self._folder / "tiles.bin").open("rb") as file:
            return os.pread(file.fileno(), length, offset)

    def _text(self, place: tuple[int, int]) -> Any:
        return json.loads(gzip.decompress(self._packed(place)))
