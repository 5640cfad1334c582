"""The lost update

Lesson 1 of Synchronization, beginner: race condition, read-modify-write, Lock.

Two threads that change one number at the same time undo each other's work. Here
several tellers pay coins into one account. To pay in, a teller reads the balance,
counts it through coin by coin, adds one, and writes the result back. Meanwhile
another teller may have done the same, and that payment is overwritten: an update is
lost. The second time around each teller takes the lock before reading and gives it
back after writing, and every coin arrives.

Nothing here is arranged. Counting simply takes long enough that threads are
switched in the middle of it; with less to count the same loss would be rarer, and
so harder to find.

Watch for the two halves: in the first all tellers count at the same time and the
balance comes out too low; in the second one holds the lock, the others are blocked,
and the sum is right.
"""

import threading
from contextlib import nullcontext

EXPECTS = ("contention",)


class Account:
    def __init__(self) -> None:
        self.balance = 20_000


def counted(coins: int) -> int:
    total = 0
    for _ in range(coins):
        total += 1
    return total


def pay_in(account: Account, payments: int, guard) -> None:
    for _ in range(payments):
        with guard:
            coins = account.balance
            # Between this line and the next another teller's payment gets lost.
            account.balance = counted(coins) + 1


def run(title: str, tellers: int, payments: int, guard) -> None:
    account = Account()
    expected = account.balance + tellers * payments
    threads = [
        threading.Thread(
            target=pay_in, args=(account, payments, guard), name=f"{title} {number + 1}"
        )
        for number in range(tellers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{title}: {account.balance} coins, {expected - account.balance} lost")


def main(*, tellers: int = 3, payments: int = 60) -> None:
    """Pay in twice: without a lock, then with one.

    tellers: threads that pay in (2 to 8)
    payments: coins that each of them pays in (1 to 300)
    """
    run("careless", tellers, payments, nullcontext())
    run("careful", tellers, payments, threading.Lock())


if __name__ == "__main__":
    main()
