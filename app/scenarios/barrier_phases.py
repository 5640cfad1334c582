"""Phases: Barrier

Lesson 9 of Synchronization, beginner: Barrier, phases, slowest one.

At a Barrier all wait until the last one has come. A group hikes from hut to hut.
Nobody leaves a hut before everybody is there, and who walks fast must wait for who
walks slowly. A Barrier is such a hut: each thread that comes waits, and the last
one opens it for all. So the program runs in phases, and no thread can be a phase
ahead of another. The price is that every phase takes as long as its slowest part,
today one hiker, tomorrow another.

Watch for the ragged beginnings and the straight ends of the waits: all of them end
when the last one comes, and that one, different in each phase, does not wait.
"""

import threading
import time

EXPECTS = ()


def hike(number: int, hikers: int, huts: int, leg: float, hut: threading.Barrier) -> None:
    for day in range(1, huts + 1):
        slowness = (number + day) % hikers + 1
        time.sleep(leg * slowness)
        hut.wait()
        if slowness == hikers:
            print(f"day {day}: everybody waited for {threading.current_thread().name}")


def main(*, hikers: int = 4, huts: int = 4, leg_ms: int = 50) -> None:
    """Hike from hut to hut.

    hikers: threads that walk (2 to 10)
    huts: huts on the way, one phase each (1 to 8)
    leg_ms: what the fastest needs for a day's leg, in milliseconds (5 to 100)
    """
    hut = threading.Barrier(hikers)
    threads = [
        threading.Thread(
            target=hike,
            args=(number, hikers, huts, leg_ms / 1000, hut),
            name=f"hiker {number + 1}",
        )
        for number in range(hikers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("All have arrived.")


if __name__ == "__main__":
    main()
