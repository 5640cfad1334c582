"""A pool of processes

Lesson 3 of Threads vs processes, intermediate: ProcessPoolExecutor, map, chunks of work, result.

A pool hands out calls to processes that are ready and waiting. Here four stretches of
numbers are searched for primes by as many processes as you like. `map` looks like the one
of a thread pool, yet every stretch is packed up, sent to a process, unpacked and counted
there, and the answer comes back the same way. The processes are started once and asked
again and again, so the price of a start is paid only by the first calls. What a call costs
on the way is why the work is cut into stretches and not into single numbers.

Watch for the arrows from the main thread to the processes, where a call is submitted and
where it runs, and for those back, with the results. A process that has no call is idle.
The second round finds the processes ready.
"""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

EXPECTS = ()

STRETCHES = 4


def count_primes(stretch: range) -> int:
    count = 0
    for number in stretch:
        for divisor in range(2, int(number**0.5) + 1):
            if number % divisor == 0:
                break
        else:
            count += 1
    return count


def count_all(pool: ProcessPoolExecutor, below: int) -> int:
    begin = time.perf_counter()
    edges = [2 + (below - 2) * part // STRETCHES for part in range(STRETCHES + 1)]
    stretches = [range(first, end) for first, end in zip(edges, edges[1:])]
    total = sum(pool.map(count_primes, stretches))
    print(f"{total} primes in {time.perf_counter() - begin:.2f} s")
    return total


def main(*, workers: int = 2, below: int = 200_000) -> None:
    """Count the primes in a pool, twice.

    workers: processes in the pool (1 to 6)
    below: the primes below this number are counted (1000 to 600000)
    """
    # "spawn" starts a fresh Python; it is the one way that every system offers.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        first = count_all(pool, below)
        second = count_all(pool, below)
    print("both times the same:", first == second)


if __name__ == "__main__":
    main()
