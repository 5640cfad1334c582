"""Computing under the GIL

Lesson 4 of Concurrency vs parallelism, intermediate: GIL, CPU-bound work, hand-over.

Threads do not make Python compute faster, because only one of them runs at a time.
Here every thread counts prime numbers, which takes nothing but computing. First one
thread after the other, then all at once. You would expect the second way to be
faster by as many times as there are processors. It is not: in the usual build of
CPython only the thread that holds the global interpreter lock, the GIL, may run
Python code. The others stand ready and wait for their turn, five milliseconds each.

Watch for the turns: in the second half exactly one lane runs at any moment, the
rest are runnable, and the two printed times are nearly equal. On a free-threaded
build all lanes run at once, and the second time is a fraction of the first.
"""

import threading
import time

EXPECTS = ()


def count_primes(below: int) -> int:
    count = 0
    for number in range(2, below):
        for divisor in range(2, int(number**0.5) + 1):
            if number % divisor == 0:
                break
        else:
            count += 1
    return count


def one_after_the_other(workers: int, below: int) -> None:
    for number in range(workers):
        alone = threading.Thread(target=count_primes, args=(below,), name=f"alone {number + 1}")
        alone.start()
        alone.join()


def all_at_once(workers: int, below: int) -> None:
    together = [
        threading.Thread(target=count_primes, args=(below,), name=f"together {number + 1}")
        for number in range(workers)
    ]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()


def main(*, workers: int = 3, below: int = 100_000) -> None:
    """Time the same work twice.

    workers: threads that compute (1 to 8)
    below: each counts the primes below this number (1000 to 200000)
    """
    for way in (one_after_the_other, all_at_once):
        begin = time.perf_counter()
        way(workers, below)
        print(f"{way.__name__.replace('_', ' ')}: {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
