"""A thread of your own class

Lesson 2 of Creating threads, beginner: subclass, run, attributes, join.

A thread may also be a class of your own: derive from Thread and put the work into
run. The object then carries what the thread needs and what it has found out. Here
three rockets count down, each from a different number, and each remembers when it
lifted off. It is start that creates the thread; calling run yourself would count
down in the main thread, and nothing would happen at the same time.

Watch for the three lanes, named after the rockets, that end in the order of their
counts, and for the results, which the main thread reads off the objects only after
join, when the threads are known to have ended.
"""

import threading
import time

EXPECTS = ()


class Rocket(threading.Thread):
    def __init__(self, name: str, count: int, tick: float) -> None:
        super().__init__(name=name)
        self.count = count
        self.tick = tick
        self.flew_after = 0.0

    def run(self) -> None:
        begin = time.perf_counter()
        for left in range(self.count, 0, -1):
            print(f"{self.name}: {left}")
            time.sleep(self.tick)
        self.flew_after = time.perf_counter() - begin


def main(*, count: int = 3, tick_ms: int = 100) -> None:
    """Launch three rockets and ask each when it flew.

    count: where the first rocket counts from; each further one counts one more (1 to 10)
    tick_ms: time between two numbers, in milliseconds (10 to 500)
    """
    rockets = [
        Rocket(name, count + more, tick_ms / 1000)
        for more, name in enumerate(("Vega", "Ariane", "Soyuz"))
    ]
    for rocket in rockets:
        rocket.start()
    for rocket in rockets:
        rocket.join()
        print(f"{rocket.name} lifted off after {rocket.flew_after:.1f} s")


if __name__ == "__main__":
    main()
