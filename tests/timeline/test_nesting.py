"""Nesting: which lock was taken under which, whenever one asks."""

from __future__ import annotations

import pytest

from app.timeline.drawing import Drawing
from app.timeline.fold import Fold
from app.timeline.nesting import circles
from app.timeline.playing import Player
from app.timeline.text import feed, timeline_from_text
from app.timeline.timeline import Timeline


def orders(timeline: Timeline) -> set[tuple[str, ...]]:
    """Each outer and inner lock, and the gates, by name."""
    names = {row.id: row.name or "" for row in timeline.objects.values()}
    return {
        (names[outer], names[inner], *sorted(names[gate] for gate in nesting.gates))
        for outer, inners in timeline.lock_order.catch_up(timeline).items()
        for inner, nestings in inners.items()
        for nesting in nestings
    }


GATED = "one  +G  +A  +B  -G  -A  -B  +A  -A"


def test_a_lock_is_nested_in_each_that_is_held_when_it_is_taken() -> None:
    assert orders(timeline_from_text(GATED)) == {
        ("G", "A"),
        ("A", "B", "G"),
        ("G", "B", "A"),
    }


@pytest.mark.parametrize("cut", range(9))
def test_a_gate_that_was_given_back_early_counts_whenever_one_asks(cut: int) -> None:
    drawing = Drawing(GATED)
    happenings = Player(drawing).happenings
    fold = Fold()
    for row in drawing.definitions:
        fold.define(row)
    feed(fold, happenings[:cut])
    orders(fold.timeline)
    feed(fold, happenings[cut:])

    assert orders(fold.timeline) == orders(timeline_from_text(GATED))


def test_circles_are_told_once_and_the_shortest_first() -> None:
    graph = {1: {2: [], 3: []}, 2: {1: [], 3: []}, 3: {1: []}}

    assert list(circles(graph)) == [(1, 2), (1, 3), (1, 2, 3)]
