"""Daemon threads

Lesson 3 of Creating threads, beginner: daemon, end of the program, main thread.

A program ends when its last ordinary thread has ended, which need not be the main
thread. Here the main thread is done at once, but the program stays up until the
letter is saved. The clock is a daemon thread: nobody waits for it. It would tick
for ever, and it is simply cut off, in the middle of whatever it does, when the
program ends. So a daemon must never be trusted with something that has to be
finished.

Watch for the main thread's code, which is through first; for the saving, which
keeps the program alive; and for the clock, whose lane breaks off without an end of
its own.
"""

import itertools
import threading
import time

EXPECTS = ()


def tick(pause: float) -> None:
    for second in itertools.count(1):
        print("tick", second)
        time.sleep(pause)


def save(pages: int, work: float) -> None:
    for page in range(1, pages + 1):
        time.sleep(work)
        print(f"page {page} of {pages} is saved")


def main(*, pages: int = 4, page_ms: int = 130, tick_ms: int = 50) -> None:
    """Start a clock and a save, and leave.

    pages: pages to be saved (1 to 20)
    page_ms: time to save a page, in milliseconds (10 to 300)
    tick_ms: time between two ticks, in milliseconds (10 to 500)
    """
    clock = threading.Thread(target=tick, args=(tick_ms / 1000,), name="clock", daemon=True)
    saving = threading.Thread(target=save, args=(pages, page_ms / 1000), name="saving")
    clock.start()
    saving.start()
    print("The main thread is through.")


if __name__ == "__main__":
    main()
