"""Lock convoy: single file, and other ways to share a lock."""

from __future__ import annotations

from app.analysis.passes.lock_convoy import LockConvoy
from app.timeline.model import Finding
from app.timeline.text import timeline_from_text


def found(text: str) -> list[Finding]:
    return list(LockConvoy().findings(timeline_from_text(text)))


def in_turns(threads: int, rounds: int) -> str:
    """Threads that take one lock in turns, each asking again when it has given it back."""
    names = "abcdefg"[:threads]
    rows = {name: ["?L"] for name in names}
    for turn in range(threads * rounds):
        for position, name in enumerate(names):
            if turn % threads == position:
                rows[name] += ["+L", "-L", "?L"]
            else:
                rows[name] += [".", ".", "."]
    return "\n".join(" ".join([name, *steps]) for name, steps in rows.items())


def test_threads_that_queue_at_a_lock_for_ever_are_a_convoy() -> None:
    [finding] = found(in_turns(4, 4))

    assert finding.sentence == (
        "a, b, c and d move in single file through Lock L: 16 of its 16 acquires had to wait, "
        "8.2 ms on average for a hold of 1 ms, so together they are as fast as one of them."
    )


def test_two_threads_that_take_turns_are_no_convoy() -> None:
    assert not found(in_turns(2, 10))


def test_threads_of_which_each_takes_the_lock_many_times_in_a_row_are_no_convoy() -> None:
    row, idle = "?L +L -L " * 6, ". " * 18
    waiting = "?L " + ". " * 17

    assert not found(f"a {row}\n b {waiting} . {row[3:]}\n c {waiting} {idle} . {row[3:]}")


def test_threads_that_wait_no_longer_than_they_hold_are_no_convoy() -> None:
    one = "?L +L . . -L . . . ."
    rounds = 6

    assert not found(
        f"a {(one + ' ') * rounds}\n"
        f"b . . . {(one + ' ') * rounds}\n"
        f"c . . . . . . {(one + ' ') * rounds}"
    )


def test_a_few_turns_are_no_convoy() -> None:
    assert not found(in_turns(3, 2))


def test_a_lock_that_one_thread_takes_again_and_again_is_no_convoy() -> None:
    greedy = " ".join(["+L", "-L"] * 20)

    assert not found(f"a {greedy}\n b ?L\n c . ?L\n d . . ?L")
