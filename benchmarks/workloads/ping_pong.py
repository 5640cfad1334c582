"""Two threads that wake each other through one Condition."""

import threading

from measured import measured

ROUNDS = 10_000
table = threading.Condition()
turn = 0


def play(side):
    global turn
    for _ in range(ROUNDS):
        with table:
            while turn != side:
                table.wait()
            turn = 1 - side
            table.notify()


def main():
    players = [threading.Thread(target=play, args=(side,)) for side in (0, 1)]
    for player in players:
        player.start()
    for player in players:
        player.join()


if __name__ == "__main__":
    measured(main)
