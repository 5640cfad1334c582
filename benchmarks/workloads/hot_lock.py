"""Four threads, one lock, 40,000 tiny sections each: nothing but locking."""

import threading

from measured import measured

lock = threading.Lock()
total = 0


def count():
    global total
    for _ in range(40_000):
        with lock:
            total += 1


def main():
    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    measured(main)
