"""Three threads that want the GIL all the time."""

import threading

import telling


def main() -> None:
    names = ("first", "second", "third")
    telling.run(*(threading.Thread(target=telling.spin, args=(0.6,), name=n) for n in names))


if __name__ == "__main__":
    main()
