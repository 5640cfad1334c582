"""Scripted

Lesson 1 of Synchronization, beginner: scripts.

What `tests/support/scripted_collector.py` is told to play. Nothing runs.

Watch for nothing.
"""

from typing import Literal

EXPECTS = ()


def main(
    *,
    frames: int = 10,
    every_s: float = 0.01,
    size: int = 100,
    fault: Literal["none", "die", "full", "forever"] = "none",
) -> None:
    """Say how the run goes.

    frames: how many frames (1 to 100000)
    every_s: seconds between two (0 to 10)
    size: how large each is (1 to 1000000)
    fault: what goes wrong
    """
