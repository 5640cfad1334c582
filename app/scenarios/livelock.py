"""Livelock

Lesson 21 of Synchronization, advanced: livelock, timeout, back-off.

Two threads that keep giving way to each other get nowhere. Two people share a spoon
and a bowl, and each needs both. They know about deadlock: who cannot get the second
thing in time puts the first one down again, pauses a moment, and tries once more.
But both do the same at the same time. They take, wait, give up, and take again, as
polite as they are hungry. Nobody is stuck, and nobody eats. What helps is to break
the likeness: an order of taking, or a pause of random length.

A barrier keeps the two in step, as chance may do for a while; after some attempts
they stop trying.

Watch for the same small figure again and again, in both lanes at once: a hold, a
wait that ends in a timeout, a release. Much happens, and nothing gets done.
"""

import threading
import time

EXPECTS = ("livelock",)


def eat(first, second, in_step: threading.Barrier, attempts: int, patience: float) -> None:
    name = threading.current_thread().name
    for attempt in range(1, attempts + 1):
        with first:
            in_step.wait()
            # The mistake: both have the same patience and start again at the same time.
            if second.acquire(timeout=patience):
                second.release()
                print(f"{name} eats at attempt {attempt}")
            in_step.wait()
        time.sleep(patience / 2)
    print(f"{name} gives up after {attempts} attempts")


def main(*, attempts: int = 12, patience_ms: int = 40) -> None:
    """Let two try to eat with one spoon and one bowl.

    attempts: how often they try before they give up (1 to 60)
    patience_ms: how long each waits for the second thing, in milliseconds (5 to 150)
    """
    spoon, bowl = threading.Lock(), threading.Lock()
    in_step = threading.Barrier(2)
    patience = patience_ms / 1000
    threads = [
        threading.Thread(target=eat, args=(spoon, bowl, in_step, attempts, patience), name="Anna"),
        threading.Thread(target=eat, args=(bowl, spoon, in_step, attempts, patience), name="Otto"),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("Both are still hungry.")


if __name__ == "__main__":
    main()
