"""Given back twice: BoundedSemaphore

Lesson 4 of Synchronization, intermediate: BoundedSemaphore, Semaphore, double release.

A client gives its connection back twice, and only a BoundedSemaphore notices. An
ordinary Semaphore believes it, and from then on lets one client too many into the
pool: the mistake shows later, and somewhere else. A BoundedSemaphore remembers how
many there were to begin with and raises an error in the very line that gives back
too much. Then the pool stays right, and you know whom to ask.

Watch for the careless client's lane, which ends early in an exception, and for the
pool, which still lets in no more than it should. Set Semaphore instead: nobody
complains, and the output tells of one connection too many.
"""

import threading
import time
from typing import Literal

EXPECTS = ("uncaught_exception",)


class Meter:
    """Counts how many connections are in use, now and at most."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0

    def count(self, change: int) -> None:
        with self.lock:
            self.now += change
            self.most = max(self.most, self.now)


def ask(pool, meter: Meter, work: float, careless: bool) -> None:
    with pool:
        meter.count(+1)
        time.sleep(work)
        meter.count(-1)
    if careless:
        pool.release()  # The mistake: the with statement has given it back already.


def main(
    *,
    kind: Literal["BoundedSemaphore", "Semaphore"] = "BoundedSemaphore",
    clients: int = 6,
    connections: int = 2,
    query_ms: int = 100,
) -> None:
    """Let a careless client in first, then the others.

    kind: what guards the pool
    clients: threads that ask afterwards (2 to 12)
    connections: how many may ask at the same time (1 to 6)
    query_ms: time the database takes to answer, in milliseconds (10 to 300)
    """
    pool = getattr(threading, kind)(connections)
    meter = Meter()
    first = threading.Thread(
        target=ask, args=(pool, meter, query_ms / 1000, True), name="careless client"
    )
    first.start()
    first.join()
    others = [
        threading.Thread(
            target=ask, args=(pool, meter, query_ms / 1000, False), name=f"client {number + 1}"
        )
        for number in range(clients)
    ]
    for thread in others:
        thread.start()
    for thread in others:
        thread.join()
    print(f"{connections} connections, at most {meter.most} in use at once")


if __name__ == "__main__":
    main()
