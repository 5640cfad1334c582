"""Function calls in one thread and nothing else: what a recorder of locks should not slow."""

from measured import measured


def fibonacci(number):
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)


def main():
    fibonacci(27)


if __name__ == "__main__":
    measured(main)
