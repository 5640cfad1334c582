"""Deadlock

Lesson 17 of Synchronization, intermediate: Lock, deadlock, circular wait.

Two threads each hold a lock and wait, for ever, for the one that the other holds.
Here two transfers run at the same time: one moves money from savings to current,
the other from current to savings. Each locks the account it takes from, then the
account it gives to. Soon each holds one lock and wants the one that the other
holds. Nobody does anything wrong from where they stand, and nobody will ever go on.

In a real program this happens once a month. Here both transfers meet at a barrier
after their first lock, so that it happens every time.

Watch for the two lanes that turn blocked for good, each waiting for a lock that the
other holds, and for the main thread, which waits for a thread that will never end.
Threadline reports the circle and stops the program.
"""

import threading

EXPECTS = ("deadlock",)


class Account:
    def __init__(self, owner: str, balance: int) -> None:
        self.owner = owner
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source: Account, target: Account, amount: int, meet: threading.Barrier) -> None:
    with source.lock:
        print(f"{source.owner} is locked, now for {target.owner} …")
        meet.wait()
        # The mistake: the order of the locks depends on the direction of the money.
        with target.lock:
            source.balance -= amount
            target.balance += amount


def main(*, amount: int = 50) -> None:
    """Move the same sum both ways at once.

    amount: money that is moved (1 to 100)
    """
    savings = Account("savings", 100)
    current = Account("current", 100)
    meet = threading.Barrier(2)
    payer = threading.Thread(target=transfer, args=(savings, current, amount, meet), name="payer")
    saver = threading.Thread(target=transfer, args=(current, savings, amount, meet), name="saver")
    payer.start()
    saver.start()
    payer.join()
    saver.join()
    print("Both transfers are done.")


if __name__ == "__main__":
    main()
