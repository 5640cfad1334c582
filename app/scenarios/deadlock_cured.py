"""Deadlock, cured

Lesson 18 of Synchronization, intermediate: Lock, lock order, deadlock avoidance.

Locks that are always taken in the same order cannot deadlock. The same two
transfers as in the deadlock, there and back at the same time, again and again. One
line is different: the locks are taken in a fixed order, by the name of the owner,
whichever way the money goes. Now nobody can hold the second lock and want the
first. A circle would need somebody who goes against the order, and there is nobody.

Watch for the waits, all of them short, and all of them for the first lock: who has
that one gets the other without waiting.
"""

import threading
import time

EXPECTS = ()


class Account:
    def __init__(self, owner: str, balance: int) -> None:
        self.owner = owner
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source: Account, target: Account, amount: int, work: float) -> None:
    # The cure: an order that does not depend on the direction of the money.
    first, second = sorted((source, target), key=lambda account: account.owner)
    with first.lock, second.lock:
        time.sleep(work)
        source.balance -= amount
        target.balance += amount


def repeat(times: int, source: Account, target: Account, work: float) -> None:
    for _ in range(times):
        transfer(source, target, 10, work)
        time.sleep(work / 2)  # until the next transfer


def main(*, times: int = 10, transfer_ms: int = 30) -> None:
    """Move money both ways, many times.

    times: transfers in each direction (1 to 50)
    transfer_ms: time that a transfer takes, in milliseconds (1 to 100)
    """
    savings = Account("savings", 100)
    current = Account("current", 100)
    work = transfer_ms / 1000
    payer = threading.Thread(target=repeat, args=(times, savings, current, work), name="payer")
    saver = threading.Thread(target=repeat, args=(times, current, savings, work), name="saver")
    payer.start()
    saver.start()
    payer.join()
    saver.join()
    print(f"savings {savings.balance}, current {current.balance}")


if __name__ == "__main__":
    main()
