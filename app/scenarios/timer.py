"""A timer

Lesson 6 of Creating threads, beginner: Timer, cancel, Event.

A Timer is a thread that waits for a while and then calls a function, once. Until
then it can be called off. Here the eggs get a timer that rings, and the cake gets
one that is cancelled because the cook looks in time. After cancel the timer's
thread wakes up, calls nothing, and ends.

Watch for the two timer lanes, which spend their lives waiting: one until its time
is over, when an arrow leads from the ringing to the cook; the other until the arrow
of the cancel, far before its time.
"""

import threading
import time

EXPECTS = ()


def ring(what: str, rang: threading.Event) -> None:
    print(f"Ring! The {what} must come out.")
    rang.set()


def main(*, eggs_ms: int = 300, cake_ms: int = 1500) -> None:
    """Boil eggs by one timer, call off another.

    eggs_ms: when the eggs are done, in milliseconds (10 to 3000)
    cake_ms: when the cake would be done, in milliseconds (10 to 6000)
    """
    eggs_rang, cake_rang = threading.Event(), threading.Event()
    eggs = threading.Timer(eggs_ms / 1000, ring, args=("eggs", eggs_rang))
    cake = threading.Timer(cake_ms / 1000, ring, args=("cake", cake_rang))
    eggs.name, cake.name = "egg timer", "cake timer"
    eggs.start()
    cake.start()

    eggs_rang.wait()
    time.sleep(0.1)  # taking the eggs out takes a while
    if not cake_rang.is_set():
        print("The cake looks good already.")
        cake.cancel()
    eggs.join()
    cake.join()
    print("Dinner is ready.")


if __name__ == "__main__":
    main()
