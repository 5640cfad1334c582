"""Starvation

Lesson 22 of Synchronization, advanced: fairness, starvation, Semaphore.

A thread may wait for ever for something that is free again and again. Two people
share a tap. One fills bucket after bucket and takes the tap again in the instant of
giving it back. The other waits politely. It is woken every time the tap is free,
but until it is awake the tap is taken again, and it goes back to sleep. There is no
deadlock, the tap is in use all the time, and yet one thread gets nothing: most
locks and semaphores of Python promise no fairness.

(Here the tap is a Semaphore. Since Python 3.14 a Lock is handed to a thread that
has waited for more than a millisecond; a Semaphore is as unfair as ever.)

Watch for one wait that lasts almost as long as the program, above a lane that gets
the same tap again and again. Only when the greedy one is done does the polite one
drink.
"""

import threading
import time

EXPECTS = ("starvation",)


def be_greedy(tap: threading.Semaphore, at_tap: threading.Event, buckets: int, fill: float) -> None:
    for _ in range(buckets):
        # The mistake: no pause between giving back and taking again.
        with tap:
            at_tap.set()
            time.sleep(fill)
    print(f"{buckets} buckets are full")


def be_polite(tap: threading.Semaphore, at_tap: threading.Event) -> None:
    at_tap.wait()
    begin = time.perf_counter()
    with tap:
        print(f"one glass of water, after {time.perf_counter() - begin:.2f} s")


def main(*, buckets: int = 30, fill_ms: int = 30) -> None:
    """Fill buckets while somebody waits for one glass.

    buckets: how often the greedy one takes the tap (1 to 60)
    fill_ms: time to fill a bucket, in milliseconds (1 to 100)
    """
    tap = threading.Semaphore(1)
    at_tap = threading.Event()
    polite = threading.Thread(target=be_polite, args=(tap, at_tap), name="polite")
    greedy = threading.Thread(
        target=be_greedy, args=(tap, at_tap, buckets, fill_ms / 1000), name="greedy"
    )
    polite.start()
    greedy.start()
    polite.join()
    greedy.join()


if __name__ == "__main__":
    main()
