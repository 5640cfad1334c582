"""A pool that starves itself

Lesson 15 of Synchronization, advanced: ThreadPoolExecutor, nested submit, thread starvation.

A task that waits for another task of its own pool may wait for ever. Each dish has
a sauce, and whoever cooks a dish has the sauce cooked by the same pool and waits
for it. As long as there are more cooks than dishes, that works. Now there are as
many dishes as cooks: every thread of the pool waits for a sauce, and all the sauces
wait, in the pool's queue, for a thread. Nobody holds a lock, and yet it is a
deadlock. A task must never wait for another task of its own pool.

All dishes are begun before the first sauce is ordered, so that it happens every
time.

Watch for the pool's lanes, which all block on the result of a task that has no
lane, because it never began. Threadline reports it and stops the program.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

EXPECTS = ("stall",)


def cook_sauce(work: float) -> str:
    time.sleep(work)
    return "sauce"


def cook_dish(pool: ThreadPoolExecutor, begun: threading.Barrier, work: float) -> str:
    begun.wait()
    time.sleep(work)
    # The mistake: waiting in a pool's thread for the same pool.
    sauce = pool.submit(cook_sauce, work).result()
    return f"noodles with {sauce}"


def main(*, cooks: int = 3, work_ms: int = 120) -> None:
    """Order as many dishes as there are cooks.

    cooks: threads of the pool, and dishes (1 to 8)
    work_ms: time to cook anything, in milliseconds (0 to 500)
    """
    begun = threading.Barrier(cooks)
    with ThreadPoolExecutor(max_workers=cooks, thread_name_prefix="cook") as pool:
        dishes = [pool.submit(cook_dish, pool, begun, work_ms / 1000) for _ in range(cooks)]
        for dish in dishes:
            print(dish.result())


if __name__ == "__main__":
    main()
