"""A tally: which sites and objects the lines of a chunk tell of, and how objects were used.

Tiles know how long each lane did what; who looks for a function or a lock wants to know
where in a long log there is anything of it at all. So of each chunk is kept how many spans
it tells of each, and of the whole run how often and how long was waited for each object and
how often and how long it was held. Each row is counted where it is told, so the counts of
all chunks add up to those of the run, whatever crosses from one into the next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from app.timeline.model import State
from app.timeline.standing import JsonObject, Standing

WAITS = frozenset({State.BLOCKED, State.IO})
"""States in which a lane waits for the object of its span."""
KINDS = ("site", "object")
"""What spans can be looked for by."""

Shares: TypeAlias = dict[int, list[int]]
"""Per site, or object, the numbers of the chunks that tell of it, each with how many spans."""


class Longest(NamedTuple):
    """The longest of some waits or holds, and whose it was."""

    ns: int = -1
    lane: int = 0
    start: int = 0


NONE = Longest()


@dataclass(slots=True)
class Sums:
    """How many waits for one object there were, or holds of it, and how long."""

    count: int = 0
    ns: int = 0
    longest: Longest = NONE

    def add(self, lane: int, start: int, ns: int) -> None:
        """Count one; of equally long ones the first is told."""
        self.count += 1
        self.ns += ns
        if ns > self.longest.ns:
            self.longest = Longest(ns, lane, start)

    def join(self, later: Sums) -> None:
        """Count those of another."""
        self.count += later.count
        self.ns += later.ns
        if later.longest.ns > self.longest.ns:
            self.longest = later.longest

    def row(self) -> list[int]:
        """The numbers as they are told."""
        return [self.count, self.ns, *(self.longest if self.count else (0, 0, 0))]


@dataclass(slots=True)
class Use:
    """How one object was used."""

    waits: Sums = field(default_factory=Sums)
    holds: Sums = field(default_factory=Sums)


@dataclass(slots=True)
class Tally:
    """What is told of single sites and objects, by some lines."""

    spans: dict[str, Counter[int]] = field(
        default_factory=lambda: {kind: Counter() for kind in KINDS}
    )
    uses: defaultdict[int, Use] = field(default_factory=lambda: defaultdict(Use))

    def take(self, frame: JsonObject, gils: frozenset[int]) -> None:
        """Take in a frame. Of a GIL tiles tell more than could be told here."""
        if spans := frame.get("spans"):
            for kind in KINDS:
                self.spans[kind].update(spans[kind])
            for lane, start, ns, object_id in _waits(spans):
                self.uses[object_id].waits.add(lane, start, ns)
        if holds := frame.get("holds"):
            columns = (holds["object"], holds["lane"], accumulate(holds["start"]))
            for object_id, lane, start, ns in zip(*columns, holds["duration"], strict=True):
                if object_id not in gils:
                    self.uses[object_id].holds.add(lane, start, ns)


def _waits(spans: JsonObject) -> Iterator[tuple[int, int, int, int]]:
    columns = (spans["state"], spans["object"], spans["lane"], accumulate(spans["start"]))
    for state, object_id, lane, start, ns in zip(*columns, spans["duration"], strict=True):
        if object_id and state in WAITS:
            yield lane, start, ns, object_id


class Tallies:
    """Those of all chunks of a run, in order."""

    def __init__(self) -> None:
        self.shares: dict[str, Shares] = {kind: {} for kind in KINDS}
        self._uses = defaultdict[int, Use](Use)
        self._chunks = 0

    def add(self, tally: Tally) -> None:
        """Take that of the next chunk."""
        for kind, counted in tally.spans.items():
            shares = self.shares[kind]
            for each, spans in counted.items():
                if each:
                    shares.setdefault(each, []).extend((self._chunks, spans))
        for object_id, use in tally.uses.items():
            known = self._uses[object_id]
            known.waits.join(use.waits)
            known.holds.join(use.holds)
        self._chunks += 1

    def rows(self, standing: Standing, end: int) -> list[list[int]]:
        """Of each object that was used: its id, and the sums of its waits and its holds.

        What is still open when the run ends lasts until then.
        """
        rest = Tally()
        for lane, start, state, object_id, *_ in standing.open.values():
            if object_id and state in WAITS:
                rest.uses[object_id].waits.add(lane, start, end - start)
        for object_id, lane, start, *_ in standing.held.values():
            if object_id not in standing.gils:
                rest.uses[object_id].holds.add(lane, start, end - start)
        self.add(rest)
        return [_row(object_id, use) for object_id, use in sorted(self._uses.items())]


def _row(object_id: int, use: Use) -> list[int]:
    return [object_id, *use.waits.row(), *use.holds.row()]


def encode_shares(shares: Shares) -> JsonObject:
    """As they lie in an index."""
    return {str(each): numbers for each, numbers in shares.items()}


def chunks_with(shares: JsonObject, wanted: Iterable[int]) -> dict[int, int]:
    """The chunks that tell of any of these, each with how many spans."""
    found: dict[int, int] = {}
    for each in wanted:
        numbers = iter(shares.get(str(each), ()))
        for chunk, spans in zip(numbers, numbers, strict=True):
            found[chunk] = found.get(chunk, 0) + spans
    return dict(sorted(found.items()))
