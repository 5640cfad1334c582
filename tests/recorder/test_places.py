"""Places without a GIL: one table for all, and one for each thread that asks."""

from __future__ import annotations

import threading

import pytest

from app.recorder.sites import Places

HERE, THERE = (1, 2), (3, 4)


def in_a_thread(call):
    said = []
    thread = threading.Thread(target=lambda: said.append(call()))
    thread.start()
    thread.join()
    return said[0]


def test_what_one_thread_has_learned_all_know():
    places = Places()
    places[HERE], places[THERE] = 7, 0

    for ask in (lambda call: call(), in_a_thread):
        assert ask(lambda: places[HERE]) == 7
        assert ask(lambda: places.get(HERE)) == 7
        assert ask(lambda: places.get(THERE)) == 0, "a place to be passed over is known"
    assert HERE in places
    assert len(places) == 2


def test_what_nobody_has_learned_is_not_known():
    places = Places()

    assert places.get(HERE) is None
    assert HERE not in places
    with pytest.raises(KeyError):
        places[HERE]
    places[HERE] = 7
    assert places[HERE] == 7


def test_of_a_thread_that_is_over_nothing_is_kept():
    places = Places()
    places[HERE] = 7

    def ask_and_leave():
        places.get(HERE)
        held = len(places._of)
        places.leave()
        places.leave()
        return held

    assert in_a_thread(ask_and_leave) == 1
    assert not places._of
