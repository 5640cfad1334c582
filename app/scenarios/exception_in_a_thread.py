"""An exception in a thread

Lesson 5 of Creating threads, beginner: exception, traceback, join, threading.excepthook.

An exception ends the thread in which it is raised, and nobody else is told. Here
three threads each share out a cake. One of them has no guests, and dividing by
nobody raises an exception. It ends that thread, and that thread alone: a traceback
is printed, the others go on, and join returns as if all were well. The program even
ends with success. Unless somebody looks, a failed thread passes for a finished one;
so a thread should catch what it can and report it.

Watch for the lane that ends early with the mark of an exception, while its
neighbours and the main thread do not notice.
"""

import threading
import time

EXPECTS = ("uncaught_exception",)


def share_out(guests: int, work: float, portions: dict) -> None:
    time.sleep(work)
    # The mistake: nobody asked whether there are any guests.
    portion = 360 / guests
    time.sleep(work)
    portions[guests] = portion


def main(*, guests: int = 0, work_ms: int = 150) -> None:
    """Share out three cakes, one of them perhaps to nobody.

    guests: guests at the second table; nobody is the interesting case (0 to 12)
    work_ms: time to cut a cake once, in milliseconds (10 to 1000)
    """
    portions: dict = {}
    threads = [
        threading.Thread(
            target=share_out, args=(seated, work_ms / 1000, portions), name=f"{seated} guests"
        )
        for seated in (4, guests, 6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
        print(f"{thread.name}: joined, as if nothing had happened")
    print("portions in degrees:", dict(sorted(portions.items())))


if __name__ == "__main__":
    main()
