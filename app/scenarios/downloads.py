"""Waiting together

Lesson 1 of Concurrency vs parallelism, beginner: I/O-bound work, overlap, speed-up.

Threads that only wait can do so at the same time. Here pages are fetched from a
small web server, which takes its time for each answer. A program that downloads
does next to nothing itself: it waits. First the pages are fetched one after the
other, and the waits add up. Then each page gets its own thread, and the waits
happen at the same time. Nothing is computed in parallel; it is the waiting that is
shared. For this threads are good in every Python: a thread that waits for the
network does not hold the GIL.

Watch for the staircase turning into a stack: first one wait after another on the
main thread's lane, then as many lanes as pages, all waiting at once. The two
printed times say what was gained.
"""

import asyncio
import http.client
import threading
import time

EXPECTS = ()


class Server(threading.Thread):
    """A web server in one thread of its own, on a free port of this machine."""

    def __init__(self, latency: float) -> None:
        super().__init__(name="web server", daemon=True)
        self.latency = latency
        self.port = 0
        self.ready = threading.Event()

    def run(self) -> None:
        asyncio.run(self.serve())

    async def serve(self) -> None:
        server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await server.serve_forever()

    async def answer(self, request: asyncio.StreamReader, reply: asyncio.StreamWriter) -> None:
        await request.readuntil(b"\r\n\r\n")
        await asyncio.sleep(self.latency)
        reply.write(b"HTTP/1.0 200 OK\r\n\r\n" + b"A page. " * 500)
        await reply.drain()
        reply.close()


def download(port: int, page: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/page/{page}")
    size = len(connection.getresponse().read())
    connection.close()
    print(f"page {page}: {size} bytes")


def main(*, pages: int = 5, latency_ms: int = 120) -> None:
    """Fetch the pages twice.

    pages: pages to download (1 to 20)
    latency_ms: time until the server answers, in milliseconds (10 to 400)
    """
    server = Server(latency_ms / 1000)
    server.start()
    server.ready.wait()

    begin = time.perf_counter()
    for page in range(pages):
        download(server.port, page)
    in_turn = time.perf_counter() - begin

    begin = time.perf_counter()
    threads = [
        threading.Thread(target=download, args=(server.port, page), name=f"page {page}")
        for page in range(pages)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = time.perf_counter() - begin
    print(f"in turn {in_turn:.2f} s, together {together:.2f} s")


if __name__ == "__main__":
    main()
