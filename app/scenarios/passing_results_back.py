"""Passing results back

Lesson 4 of Creating threads, beginner: result, shared list, join.

What a thread's function returns is thrown away: nobody is there to receive it. So
the result has to be put somewhere that others can see. Here several shops are asked
for their price at the same time. Each thread writes into its own slot of one list,
and because no two threads share a slot, no lock is needed. One rule remains: read a
slot only after join. Before that the answer may not be there yet.

Watch for the main thread's joins: each wait ends with an arrow from the lane that
has just finished, and only then is that price read.
"""

import threading
import time

EXPECTS = ()


def ask(shop: int, answer_after: float, prices: list) -> None:
    time.sleep(answer_after)
    prices[shop] = 20 + (shop * 7) % 5


def main(*, shops: int = 4, slowest_ms: int = 400) -> None:
    """Find the cheapest shop.

    shops: shops to ask, one thread for each (1 to 12)
    slowest_ms: when the slowest shop has answered, in milliseconds (20 to 2000)
    """
    prices = [None] * shops
    threads = [
        threading.Thread(
            target=ask,
            args=(shop, slowest_ms / 1000 * (shop + 1) / shops, prices),
            name=f"ask shop {shop + 1}",
        )
        for shop in range(shops)
    ]
    for thread in threads:
        thread.start()
    print("at once after the start:", prices)
    for thread in threads:
        thread.join()
    print("after the joins:", prices)
    print(f"Shop {prices.index(min(prices)) + 1} is the cheapest.")


if __name__ == "__main__":
    main()
