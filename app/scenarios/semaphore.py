"""A pool of connections: Semaphore

Lesson 3 of Synchronization, beginner: Semaphore, limit, resource pool.

A Semaphore lets so many threads in at a time and no more. Here a database allows a
few connections, and more clients than that would like one. A Semaphore counts the
free ones: acquire takes one, and waits while there is none; release gives it back
and wakes one of those who wait. A lock is for one; a semaphore is for as many as
you say.

Watch for the number of lanes between the waits: however many clients there are,
never more than the pool holds are busy at once, and each release starts another.
"""

import threading
import time

EXPECTS = ("contention",)


def ask_database(pool: threading.Semaphore, queries: int, work: float) -> None:
    for number in range(1, queries + 1):
        with pool:
            time.sleep(work)
        print(f"{threading.current_thread().name}: query {number} is answered")


def main(*, clients: int = 6, connections: int = 2, queries: int = 3, query_ms: int = 80) -> None:
    """Let the clients share the connections.

    clients: threads that ask (1 to 16)
    connections: how many may ask at the same time (1 to 16)
    queries: how often each client asks (1 to 5)
    query_ms: time the database takes to answer, in milliseconds (10 to 200)
    """
    pool = threading.Semaphore(connections)
    threads = [
        threading.Thread(
            target=ask_database, args=(pool, queries, query_ms / 1000), name=f"client {number + 1}"
        )
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("All queries are answered.")


if __name__ == "__main__":
    main()
