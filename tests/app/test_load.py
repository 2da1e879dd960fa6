"""Many clients at once: no error, no time-out, whatever they ask.

What the faults suite asks of 256 it asks for a while and of writers, too, and takes a new connection for a closed one;
here every connection is kept, and each of its requests is answered.
"""

import asyncio

CONNECTIONS, ROUNDS = 64, 40
PATHS = [
    "/v1/lookup?q=%E4%B8%89%E6%B8%85%E9%9B%B6",
    "/v1/search?q=san",
    "/v1/concepts?limit=5",
    "/v1/sources",
    "/v1/stats",
    "/v1/lookup?q=sanqingling",
]


def test_64_connections_get_every_answer(port: int) -> None:
    async def ask(client: int) -> list[int]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        statuses = []
        for turn in range(ROUNDS):
            path = PATHS[(client + turn) % len(PATHS)]
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await asyncio.wait_for(reader.readexactly(int(length.split(b":")[1])), 20)
            statuses.append(int(head.split(b" ")[1]))
        writer.close()
        return statuses

    async def all_of_them() -> list[list[int]]:
        return await asyncio.gather(*map(ask, range(CONNECTIONS)))

    assert asyncio.run(all_of_them()) == [[200] * ROUNDS] * CONNECTIONS
