"""Shared memory and copies

Lesson 2 of Threads vs processes, beginner: shared memory, copy, multiprocessing, Pipe.

Threads share one memory; a process gets a copy. Here a shopping list is given to a
thread and to a process, and each adds something. Threads live in one memory: the
main thread finds what the thread has added. A process has a memory of its own: it
got a copy of the list, adds to the copy, and the original never learns of it. What
a process has to say must be sent, here through a pipe.

Watch for the two kinds of lanes, one inside the program and one of another process
with its own number, and in the output for the milk, which arrives by itself, and
the bread, which arrives only by pipe.
"""

import multiprocessing
import threading
import time

EXPECTS = ()


def add_in_thread(shopping: list, work: float) -> None:
    time.sleep(work)
    shopping.append("milk")


def add_in_process(shopping: list, work: float, answer) -> None:
    time.sleep(work)
    shopping.append("bread")
    print("in the process:", shopping)
    answer.send(shopping)


def main(*, work_ms: int = 150) -> None:
    """Let a thread and a process add to one list.

    work_ms: time to think of something, in milliseconds (0 to 1000)
    """
    shopping = ["apples"]

    thread = threading.Thread(target=add_in_thread, args=(shopping, work_ms / 1000), name="thread")
    thread.start()
    thread.join()
    print("after the thread:", shopping)

    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(
        target=add_in_process, args=(shopping, work_ms / 1000, there), name="process"
    )
    process.start()
    sent = here.recv()
    process.join()
    print("after the process:", shopping)
    print("what it sent:", sent)


if __name__ == "__main__":
    main()
