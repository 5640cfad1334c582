"""Urgent, behind a hot lock

Lesson 23 of Synchronization, advanced: Lock, contention, priority, critical section.

At a lock that is much in use, urgent work waits like all the rest. Several clerks
use one ledger, and between them it is hardly ever free: its lock is hot. Now and
then an urgent order comes in and needs the ledger for a moment only. It cannot jump
the queue. A lock knows no priorities, and whoever waits, waits like everybody else,
for as long as others choose to hold it. Who wants urgent work to be quick must make
everybody's holds short.

Watch for the urgent lane's red spans: each is many times longer than the moment it
then holds the lock for. Set a shorter hold and look again: the clerks get as much
done, and the urgent waits shrink.
"""

import threading
import time

EXPECTS = ("contention",)


def keep_books(ledger_lock: threading.Lock, until: threading.Event, hold: float) -> None:
    while not until.is_set():
        with ledger_lock:
            time.sleep(hold)  # writing in the ledger
        time.sleep(hold)  # thinking of the next entry


def urgent_orders(ledger_lock: threading.Lock, orders: int) -> None:
    worst = 0.0
    for _ in range(orders):
        time.sleep(0.05)  # until the next order comes in
        came = time.perf_counter()
        with ledger_lock:
            worst = max(worst, time.perf_counter() - came)
    print(f"the longest wait of an urgent order: {worst * 1000:.0f} ms")


def main(*, clerks: int = 3, hold_ms: int = 30, orders: int = 8) -> None:
    """Keep books until all urgent orders are through.

    clerks: threads that use the ledger all the time (1 to 8)
    hold_ms: how long a clerk holds the lock, in milliseconds (1 to 60)
    orders: urgent orders that come in (1 to 20)
    """
    ledger_lock = threading.Lock()
    closing_time = threading.Event()
    threads = [
        threading.Thread(
            target=keep_books, args=(ledger_lock, closing_time, hold_ms / 1000), name=f"clerk {n}"
        )
        for n in range(1, clerks + 1)
    ]
    urgent = threading.Thread(target=urgent_orders, args=(ledger_lock, orders), name="urgent")
    for thread in [*threads, urgent]:
        thread.start()
    urgent.join()
    closing_time.set()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
