"""Many tasks, few threads: map

Lesson 13 of Synchronization, beginner: ThreadPoolExecutor, map, task, order of results.

A pool works off many tasks with a few threads. Twelve pictures are to be made
smaller, and twelve threads would be too many. In a pool each thread takes the next
picture from the pool's queue whenever it is done with one. Its map looks like the
ordinary map: it hands out all the tasks at once and gives the results back in the
order of the pictures, even if a later one was ready first.

Watch for the pool's lanes filling up evenly, task by task, although the tasks
differ in length, and for the main thread, which waits for the first picture while
later ones are finished already.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

EXPECTS = ()


def megabytes(picture: int) -> int:
    return 1 + picture * 3 % 4


def shrink(picture: int, unit: float) -> str:
    size = megabytes(picture)
    time.sleep(unit * size)
    print(f"{threading.current_thread().name} is done with picture {picture}")
    return f"picture {picture}: {size} MB, now 0.1 MB"


def main(*, pictures: int = 12, workers: int = 3, unit_ms: int = 50) -> None:
    """Shrink all pictures.

    pictures: tasks (1 to 40)
    workers: threads of the pool (1 to 8)
    unit_ms: time to shrink one megabyte, in milliseconds (5 to 100)
    """
    numbers = range(1, pictures + 1)
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="pool") as pool:
        for result in pool.map(shrink, numbers, repeat(unit_ms / 1000)):
            print(result)
    print("All pictures are small.")


if __name__ == "__main__":
    main()
