"""A pyramid: the sums of a run in buckets of every length, a tile of them at a time.

The chunks of a log lie side by side at the bottom, each in buckets of a length of its own;
a bucket of the next level is two of this one. So the sums of any stretch of time that begins
and ends at the edge of a bucket are exact at every level, and what a page draws costs the
same whether a pixel stands for a microsecond or for a minute.

A span that crosses into a chunk lies partly in the time of the one before. One that reaches
no further, and is short, is shared out between the two. Every other is *long*: it is in no
tile at all, but told as the span that it is, for it may be wide enough to be seen as one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from operator import add
from typing import TypeAlias

from app.timeline.chunks import HELD, LACKED, RUNNABLE, SPANS, Cells, Chunk, Key, spread
from app.timeline.columns import Hold, Span

TILE_BUCKETS = 512
"""A page as wide as a screen needs three to six tiles."""
LONG_BUCKETS = 32

Emit: TypeAlias = Callable[[int, int, Cells], None]
"""Takes a complete tile: its level, its number counted from zero time, and its cells."""


class Pyramid:
    """Takes chunks in order and emits the tiles that they complete."""

    def __init__(self, emit: Emit) -> None:
        self.long: list[Span] = []
        self.long_holds: list[Hold] = []
        self.top = 0
        self._emit = emit
        self._tiles: dict[int, dict[int, Cells]] = {}
        self._begins: list[int] = []
        self._levels: list[int] = []

    def add(self, chunk: Chunk) -> None:
        """Take the next chunk."""
        before = self._begins[-1] if self._begins else chunk.begin
        self._complete(before)
        self._begins.append(chunk.begin)
        self._levels.append(chunk.level)
        for key, row in chunk.cells.items():
            self._place(chunk.level, chunk.first, key, row)
        for span in chunk.crossing:
            if self._is_long(span, chunk, before):
                self.long.append(span)
            else:
                self._share_span(span, chunk.begin)
        for hold in chunk.crossing_holds:
            if hold.object not in chunk.gils:
                continue
            if self._is_long(hold, chunk, before):
                self.long_holds.append(hold)
            else:
                self._share((hold.object, hold.lane, HELD), hold, chunk.begin)

    def finish(self, end: int) -> None:
        """Emit what is left: the run ends here."""
        top = max(end.bit_length() - TILE_BUCKETS.bit_length() + 1, 0)
        self.top = max(top, *self._levels, 0) if self._levels else top
        level = min(self._tiles, default=self.top)
        while level <= self.top:
            for index in sorted(self._tiles.get(level, {})):
                self._close(level, index, raised=level < self.top)
            level += 1

    def is_whole(self, level: int, index: int) -> bool:
        """Whether no chunk in the time of a tile has longer buckets than the tile."""
        length = TILE_BUCKETS << level
        first = max(bisect_right(self._begins, index * length) - 1, 0)
        last = bisect_right(self._begins, (index + 1) * length - 1)
        return all(each <= level for each in self._levels[first:last])

    @staticmethod
    def _is_long(row: Span | Hold, chunk: Chunk, before: int) -> bool:
        if row.start < before or row.end > chunk.end:
            return True
        return (row.end - row.start) >> chunk.level >= LONG_BUCKETS

    def _share_span(self, span: Span, edge: int) -> None:
        self._share((0, span.lane, span.state), span, edge)
        if span.state == RUNNABLE and (slot := LACKED.get(span.operation)):
            self._share((0, span.lane, slot), span, edge)
        level = self._levels[-2]
        self._place(level, span.start >> level, (0, span.lane, SPANS), [1])

    def _share(self, key: Key, row: Span | Hold, edge: int) -> None:
        """Put the part before the edge into the chunk before, and the rest into this one."""
        for level, start, end in (
            (self._levels[-2], row.start, min(row.end, edge)),
            (self._levels[-1], edge, row.end),
        ):
            if end > start:
                first = start >> level
                parts = [0] * ((end >> level) - first + 1)
                spread(parts, first, level, start, end)
                self._place(level, first, key, parts)

    def _place(self, level: int, first: int, key: Key, row: list[int]) -> None:
        """Add numbers to the buckets from `first` on."""
        tiles = self._tiles.setdefault(level, {})
        at = 0
        while at < len(row):
            index, bucket = divmod(first + at, TILE_BUCKETS)
            piece = row[at : at + TILE_BUCKETS - bucket]
            if any(piece):
                _add(tiles.setdefault(index, {}), key, bucket, piece)
            at += len(piece)

    def _complete(self, until: int) -> None:
        """Emit the tiles to which nothing will be added any more."""
        level = min(self._tiles, default=0)
        while level in self._tiles or level < max(self._tiles, default=-1):
            length = TILE_BUCKETS << level
            for index in sorted(self._tiles.get(level, {})):
                if (index + 1) * length <= until:
                    self._close(level, index, raised=True)
            level += 1

    def _close(self, level: int, index: int, *, raised: bool) -> None:
        """Emit a tile, and add it to the level above."""
        tile = self._tiles[level].pop(index)
        if self.is_whole(level, index):
            self._emit(level, index, tile)
        if not raised:
            return
        above = self._tiles.setdefault(level + 1, {}).setdefault(index // 2, {})
        half = index % 2 * (TILE_BUCKETS // 2)
        for key, row in tile.items():
            _add(above, key, half, list(map(add, row[0::2], row[1::2])))


def _add(tile: Cells, key: Key, bucket: int, piece: list[int]) -> None:
    row = tile.setdefault(key, [0] * TILE_BUCKETS)
    end = bucket + len(piece)
    row[bucket:end] = map(add, row[bucket:end], piece)
