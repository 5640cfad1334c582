"""Instants: the moments of a timeline, a list whose oldest rows may be let go."""

from __future__ import annotations

from app.timeline.model import Instant


class Instants(list[Instant]):
    """What is here; `first` is the number of the oldest, from 0 on."""

    def __init__(self) -> None:
        super().__init__()
        self.first = 0

    @property
    def total(self) -> int:
        """How many there have been."""
        return self.first + len(self)

    def since(self, number: int) -> list[Instant]:
        """Those from the given number on."""
        return self[max(number - self.first, 0) :]

    def forget(self, until: int) -> None:
        """Let those go, from the oldest on, that were over by then."""
        gone = next((i for i, each in enumerate(self) if each.time > until), len(self))
        del self[:gone]
        self.first += gone
