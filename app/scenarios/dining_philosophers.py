"""The dining philosophers

Lesson 19 of Synchronization, intermediate: Lock, deadlock, lock order, Semaphore.

Each philosopher needs two forks to eat, and there are as many forks as
philosophers. They sit around a table with a fork between any two of them. Seated
naively, everybody takes the fork on the left first. If all do so at the same
moment, every fork is taken and all wait for the fork on the right: a circle. Two
ways out: give the forks numbers and take the lower one first, so that the last
philosopher goes against the circle; or let a waiter seat one philosopher fewer than
there are forks.

In the naive seating all reach for their first fork together, at a barrier, so that
the deadlock comes every time.

Watch for the circle of waits in the naive seating: each lane is blocked on a fork
that its neighbour holds. In the other seatings the lanes take turns in eating, and
with the waiter one waits for a seat instead of for a fork.
"""

import threading
import time
from contextlib import nullcontext
from typing import Literal

EXPECTS = ("deadlock",)


def dine(forks, seat, reach, meals: int, work: float) -> None:
    first, second = forks
    for _ in range(meals):
        time.sleep(work)  # thinking
        with seat, first:
            reach()
            with second:
                time.sleep(work)  # eating
    print(threading.current_thread().name, "is full")


def main(
    *,
    seating: Literal["naive", "ordered", "waiter"] = "naive",
    philosophers: int = 5,
    meals: int = 4,
    meal_ms: int = 50,
) -> None:
    """Lay the table and let them dine.

    seating: who may reach for which fork, and when
    philosophers: threads around the table, and forks on it (2 to 9)
    meals: how often each eats (1 to 10)
    meal_ms: time to think, and to eat, in milliseconds (5 to 100)
    """
    forks = [threading.Lock() for _ in range(philosophers)]
    waiter = threading.Semaphore(philosophers - 1) if seating == "waiter" else nullcontext()
    together = threading.Barrier(philosophers).wait if seating == "naive" else (lambda: None)
    names = ("Socrates", "Hypatia", "Plato", "Simone", "Kant", "Hannah", "Zeno", "Iris", "Laozi")
    threads = []
    for number in range(philosophers):
        left, right = number, (number + 1) % philosophers
        first, second = sorted((left, right)) if seating == "ordered" else (left, right)
        threads.append(
            threading.Thread(
                target=dine,
                args=((forks[first], forks[second]), waiter, together, meals, meal_ms / 1000),
                name=names[number],
            )
        )
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("Dinner is over.")


if __name__ == "__main__":
    main()
