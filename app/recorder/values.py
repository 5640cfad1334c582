"""Values: the entries of the stack that `assignments` follows, and what is found."""

from __future__ import annotations

from typing import Any, NamedTuple


class Piece(NamedTuple):
    """Part of a name: `text`, the value of a `variable`, a `count` or a `length`."""

    kind: str
    text: Any


class Recipe(NamedTuple):
    """How to make the name; `returned` when only the caller knows what follows."""

    pieces: tuple[Piece, ...]
    returned: bool = False


class Value:
    """An entry of the stack: how the source would write it, or the value we follow."""

    __slots__ = ("kind", "text")

    def __init__(self, kind: str, text: Any = "") -> None:
        self.kind = kind
        self.text = text


UNKNOWN = Value("unknown")
OURS = Value("ours")


class Lost(Exception):
    """The value goes where no name follows it."""


class Found(Exception):
    """The name is known from the call itself."""

    def __init__(self, pieces: list[Piece]) -> None:
        super().__init__()
        self.pieces = tuple(pieces)


def subscript(key: Value) -> tuple[Piece, ...]:
    if key.kind == "variable":
        return (Piece("text", "["), Piece("variable", key.text), Piece("text", "]"))
    return (Piece("text", f"[{key.text}]"),)
