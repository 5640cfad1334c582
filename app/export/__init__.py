"""Exports: a timeline in a form that other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol

from app.export.formats.csv import Csv
from app.export.formats.jsonl import Jsonl


class Format(Protocol):
    """One way to write a timeline down."""

    name: ClassVar[str]
    suffix: ClassVar[str]
    media_type: ClassVar[str]
    summary: ClassVar[str]

    def encode(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Turn the lines of a timeline into the bytes of a file, piece by piece."""
        ...


# To add one: write it in formats/, name it here. The order is the order readers see.
FORMATS: tuple[Format, ...] = (Jsonl(), Csv())


def named(name: str) -> Format | None:
    """Return the format of that name, or None."""
    return next((each for each in FORMATS if each.name == name), None)
