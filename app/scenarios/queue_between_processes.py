"""A queue between processes

Lesson 4 of Threads vs processes, advanced: multiprocessing.Queue, pickle, feeder thread, Lock.

What one process puts into a queue another can take out, though they share no memory. Here
two cooks, each a process, prepare dishes at one stove and put them on the counter, and the
main process serves them. A dish cannot be handed over as it is: it is packed up into
bytes, a helper thread writes them into a pipe, and whoever takes it unpacks a copy. The
counter has room for a few dishes only, and the stove is a lock that both processes know.

Watch for the arrows from a cook's lane to the main thread's, from one process into the
other, and for the helper thread that appears in a process with its first dish. One lock
bars the cooks from each other although each of them is a program of its own.
"""

import multiprocessing
import time

EXPECTS = ()


def cook(name: str, dishes: int, work: float, stove, counter) -> None:
    for number in range(dishes):
        time.sleep(work)  # cut the vegetables
        with stove:
            time.sleep(work / 2)
        counter.put(f"{name}'s dish {number + 1}")
    counter.put(None)


def serve(cooks: int, counter) -> int:
    served = 0
    while cooks:
        dish = counter.get()
        if dish is None:
            cooks -= 1
        else:
            print(dish)
            served += 1
    return served


def main(*, cooks: int = 2, dishes: int = 5, work_ms: int = 40) -> None:
    """Let processes cook and the main process serve.

    cooks: processes that cook (1 to 6)
    dishes: how many each of them makes (1 to 30)
    work_ms: time to cut the vegetables, in milliseconds (0 to 200)
    """
    # "spawn" starts a fresh Python; it is the one way that every system offers.
    context = multiprocessing.get_context("spawn")
    stove, counter = context.Lock(), context.Queue(3)
    kitchen = [
        context.Process(
            target=cook,
            args=(f"cook {number + 1}", dishes, work_ms / 1000, stove, counter),
            name=f"cook {number + 1}",
        )
        for number in range(cooks)
    ]
    for process in kitchen:
        process.start()
    served = serve(cooks, counter)
    for process in kitchen:
        process.join()
    print(f"{served} dishes were served.")


if __name__ == "__main__":
    main()
