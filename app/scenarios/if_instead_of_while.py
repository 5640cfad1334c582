"""if instead of while

Lesson 8 of Synchronization, advanced: Condition, notify_all, spurious wake-up, while loop.

What a thread was woken for may be gone by the time it is awake. Several pigeons
wait for bread. One crumb falls, and notify_all wakes them all. One after another
they get the lock; the first eats the crumb, and the next finds nothing, although it
was woken because there was something. It asked before it went to sleep and does not
ask again: it wrote if where it needs while. What you were woken for may be gone by
the time you are awake.

Watch for the arrows from the one notify_all to every pigeon. One lane goes on, and
all the others end in an exception, because they take from an empty plate.
"""

import threading
import time

EXPECTS = ("uncaught_exception",)


class Plate:
    def __init__(self, pigeons: int) -> None:
        self.crumbs: list = []
        self.not_empty = threading.Condition()
        self.hungry = 0
        self.pigeons = pigeons
        self.all_hungry = threading.Event()

    def eat(self, work: float) -> None:
        with self.not_empty:
            self.hungry += 1
            if self.hungry == self.pigeons:
                self.all_hungry.set()
            # The mistake: another pigeon may have been quicker, so ask again: while.
            if not self.crumbs:
                self.not_empty.wait()
            time.sleep(work)
            crumb = self.crumbs.pop()
            print(threading.current_thread().name, "eats", crumb)

    def drop(self, crumb: str) -> None:
        with self.not_empty:
            self.crumbs.append(crumb)
            self.not_empty.notify_all()


def main(*, pigeons: int = 4, peck_ms: int = 60) -> None:
    """Wait until all are hungry, then drop a single crumb.

    pigeons: threads that wait for it (2 to 10)
    peck_ms: time to peck, in milliseconds (0 to 300)
    """
    plate = Plate(pigeons)
    threads = [
        threading.Thread(target=plate.eat, args=(peck_ms / 1000,), name=f"pigeon {number + 1}")
        for number in range(pigeons)
    ]
    for thread in threads:
        thread.start()
    plate.all_hungry.wait()
    time.sleep(0.15)  # finding the bread takes a while
    plate.drop("a crumb")
    for thread in threads:
        thread.join()
    print("There was one crumb.")


if __name__ == "__main__":
    main()
