"""Six threads that work, lock and sleep: an ordinary program."""

import threading
import time

from measured import measured

lock = threading.Lock()
results = []


def work(seed):
    for turn in range(60):
        value = sum(number * seed for number in range(4_000))
        with lock:
            results.append((turn, value))
        time.sleep(0.0005)


def main():
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    measured(main)
