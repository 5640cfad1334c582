"""Two threads

Lesson 1 of Creating threads, beginner: Thread, start, join, concurrency.

One thread prints numbers, the other prints letters, and neither waits for the
other. A third thread is easily forgotten: the main thread, which runs the program
itself. It starts the two, then waits in join until both are done, and only then
says so. After each line a thread pauses; the pauses overlap, so two threads need no
longer than one.

Watch for the two lanes that begin almost together, numbers and letters mixing in
the output, and the main thread's long wait: first for the numbers, then, only if
they still run, for the letters. The last line is always last.
"""

import threading
import time

EXPECTS = ()


def print_numbers(pause: float) -> None:
    for number in range(1, 6):
        print(number)
        time.sleep(pause)


def print_letters(pause: float) -> None:
    for letter in "abcde":
        print(letter)
        time.sleep(pause)


def main(*, pause_ms: int = 120) -> None:
    """Start both, wait for both.

    pause_ms: pause after each line, in milliseconds (0 to 1000)
    """
    numbers = threading.Thread(target=print_numbers, args=(pause_ms / 1000,), name="numbers")
    letters = threading.Thread(target=print_letters, args=(pause_ms / 1000,), name="letters")

    numbers.start()
    letters.start()

    numbers.join()
    letters.join()

    print("Both threads have finished.")


if __name__ == "__main__":
    main()
