"""Locking twice: RLock

Lesson 2 of Synchronization, intermediate: RLock, re-entry, depth, self-deadlock.

A thread may need a lock that it holds already, and an RLock lets it have it once
more. A till takes coins in one at a time, or a whole purse at once, which means
taking in its coins one at a time. Both must have the till to themselves, so both
lock it, and so a purse locks a till that its own thread has locked already. An
RLock allows that: it knows its owner and counts how often it was locked, and it is
free again when it has been released as often. An ordinary Lock knows nothing of
owners. Set it instead, and the first thread waits for itself, for ever.

Watch for a single long hold for each purse, although the lock is taken once more
for every coin in it, and for the other threads, which wait until the outermost
release.
"""

import threading
import time
from typing import Literal

EXPECTS = ("contention",)


class Till:
    def __init__(self, lock, work: float) -> None:
        self.lock = lock
        self.work = work
        self.coins = 0

    def take_coin(self) -> None:
        with self.lock:
            time.sleep(self.work)
            self.coins += 1

    def take_purse(self, coins: int) -> None:
        with self.lock:
            for _ in range(coins):
                self.take_coin()


def pay(till: Till, purses: int, coins: int) -> None:
    for _ in range(purses):
        till.take_purse(coins)


def main(
    *,
    kind: Literal["RLock", "Lock"] = "RLock",
    customers: int = 3,
    purses: int = 3,
    coins: int = 3,
    coin_ms: int = 25,
) -> None:
    """Let all customers pay at one till.

    kind: which lock the till has; with a Lock the first customer is stuck
    customers: threads that pay (1 to 6)
    purses: purses that each customer empties (1 to 5)
    coins: coins in a purse (1 to 6)
    coin_ms: time to take in one coin, in milliseconds (0 to 50)
    """
    till = Till(threading.RLock() if kind == "RLock" else threading.Lock(), coin_ms / 1000)
    threads = [
        threading.Thread(target=pay, args=(till, purses, coins), name=f"customer {number + 1}")
        for number in range(customers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{till.coins} coins in the till")


if __name__ == "__main__":
    main()
