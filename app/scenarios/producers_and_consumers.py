"""Producers and consumers

Lesson 10 of Synchronization, beginner: Queue, back-pressure, sentinel.

A Queue of limited size holds back whoever produces too fast. Bakers put loaves on a
counter, sellers take them off. The counter is a Queue: it does all the locking,
lets a seller wait while it is empty, and, because it has a size, lets a baker wait
while it is full. The sellers here are the slower ones, so the counter fills up and
the bakers are held back to the pace of the sale. That is back-pressure, and it is
what keeps a program's memory from filling with work that nobody has got round to.

Watch for the counter's length climbing to its limit; from then on each baker is
blocked in put until an arrow from a seller's get lets it go on.
"""

import queue
import threading
import time

EXPECTS = ("back_pressure",)

CLOSED = None


def bake(counter: queue.Queue, loaves: int, work: float) -> None:
    for number in range(loaves):
        time.sleep(work)
        counter.put(f"{threading.current_thread().name}, loaf {number + 1}")


def sell(counter: queue.Queue, work: float) -> None:
    while (loaf := counter.get()) is not CLOSED:
        time.sleep(work)
        print("sold:", loaf)


def main(
    *,
    bakers: int = 3,
    sellers: int = 2,
    loaves: int = 10,
    room: int = 4,
    bake_ms: int = 15,
    sell_ms: int = 40,
) -> None:
    """Open the bakery, and close it when everything is sold.

    bakers: threads that put (1 to 6)
    sellers: threads that get (1 to 6)
    loaves: loaves that each baker makes (1 to 20)
    room: loaves that fit on the counter (1 to 50)
    bake_ms: time to bake a loaf, in milliseconds (0 to 100)
    sell_ms: time to sell a loaf, in milliseconds (0 to 100)
    """
    counter: queue.Queue = queue.Queue(maxsize=room)
    making = [
        threading.Thread(target=bake, args=(counter, loaves, bake_ms / 1000), name=f"baker {n + 1}")
        for n in range(bakers)
    ]
    selling = [
        threading.Thread(target=sell, args=(counter, sell_ms / 1000), name=f"seller {n + 1}")
        for n in range(sellers)
    ]
    for thread in making + selling:
        thread.start()
    for thread in making:
        thread.join()
    for _ in selling:
        counter.put(CLOSED)
    for thread in selling:
        thread.join()
    print("Everything is sold.")


if __name__ == "__main__":
    main()
