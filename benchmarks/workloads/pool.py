"""A ThreadPoolExecutor of four with many small tasks."""

from concurrent.futures import ThreadPoolExecutor

from measured import measured


def task(number):
    return sum(range(number % 200))


def main():
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(task, number) for number in range(12_000)]
        sum(future.result() for future in futures)


if __name__ == "__main__":
    measured(main)
