"""Threads and processes

Lesson 1 of Threads vs processes, intermediate: multiprocessing, parallelism, start-up cost.

Processes compute at the same time where threads take turns, at the price of a slow
start. Here the same primes are counted twice: first in threads, which share one
GIL, then in processes. Each process is a whole Python of its own, with its own GIL,
and the operating system runs them on as many processors as there are. The price is
the start: a process must first load Python and this program, which takes longer
than starting a thread by a factor of hundreds.

Watch for the threads cutting each other short while the processes, in lanes of
their own, run undisturbed at the same time; and for the gap between a process's
start and its first work.
"""

import multiprocessing
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


def timed(title: str, workers: list) -> None:
    begin = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f"{title}: {time.perf_counter() - begin:.2f} s")


def main(*, workers: int = 2, below: int = 120_000) -> None:
    """Give the same work to threads, then to processes.

    workers: how many of each (1 to 6)
    below: each counts the primes below this number (1000 to 200000)
    """
    threads = [
        threading.Thread(target=count_primes, args=(below,), name=f"thread {number + 1}")
        for number in range(workers)
    ]
    timed("threads", threads)

    # "spawn" starts a fresh Python; it is the one way that every system offers.
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=count_primes, args=(below,), name=f"process {number + 1}")
        for number in range(workers)
    ]
    timed("processes", processes)


if __name__ == "__main__":
    main()
