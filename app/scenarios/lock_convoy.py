"""The lock convoy

Lesson 20 of Synchronization, advanced: Lock, lock convoy, throughput.

Where threads queue at a lock, the queue may never dissolve. Every worker does a
little work of its own and then writes one line to a log that they share, under a
lock. Writing takes longer than a worker's share of the time allows. So a queue
forms at the lock, and it never dissolves: whoever has written works a moment and
joins the queue again at its end. From then on all move in single file, like cars
behind a tractor, and the program is as fast as its log, however many workers it
has.

Watch for the staircase: each lane is blocked most of the time and gets its short
turn in the same order as before. Add workers, and the steps get no more frequent;
only the waits get longer.
"""

import threading
import time

EXPECTS = ("lock_convoy",)


def work(log_lock: threading.Lock, rounds: int, own: float, write: float) -> None:
    for _ in range(rounds):
        time.sleep(own)  # its own work
        with log_lock:
            time.sleep(write)  # writing to the shared log


def main(*, workers: int = 5, rounds: int = 12, own_ms: int = 10, write_ms: int = 15) -> None:
    """Work and write, all together.

    workers: threads that share the log (2 to 10)
    rounds: lines that each of them writes (1 to 20)
    own_ms: time of a worker's own work, in milliseconds (0 to 100)
    write_ms: time to write a line, in milliseconds (1 to 50)
    """
    log_lock = threading.Lock()
    threads = [
        threading.Thread(
            target=work,
            args=(log_lock, rounds, own_ms / 1000, write_ms / 1000),
            name=f"worker {number + 1}",
        )
        for number in range(workers)
    ]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    print(f"{workers * rounds} lines in {took:.2f} s, {workers * rounds / took:.0f} a second")


if __name__ == "__main__":
    main()
