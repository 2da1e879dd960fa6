"""Places for slow work: handed out in turn, never all of them to one address, given back whatever happens."""

import random
from collections import Counter
from contextlib import suppress

import anyio
import pytest

from app.places import Places
from glossary.errors import Busy


async def _hold(places: Places, client: str, order: list[str], seconds: float = 0.02) -> None:
    async with places.held_by(client):
        order.append(client)
        await anyio.sleep(seconds)


def test_one_address_never_has_all_places() -> None:
    async def main() -> list[str]:
        places, order = Places(3), list[str]()
        async with anyio.create_task_group() as group:
            for _ in range(6):
                group.start_soon(_hold, places, "a", order)
            await anyio.sleep(0.005)
            assert order == ["a", "a"]
            group.start_soon(_hold, places, "b", order)
            await anyio.sleep(0.005)
            assert order == ["a", "a", "b"], "it comes last, and waits for nobody"
        return order

    assert Counter(anyio.run(main)) == {"a": 6, "b": 1}


def test_the_only_place_goes_to_whoever_comes_first() -> None:
    async def main() -> list[str]:
        places, order = Places(1), list[str]()
        async with anyio.create_task_group() as group:
            for client in "abca":
                group.start_soon(_hold, places, client, order)
                await anyio.sleep(0)
        return order

    assert anyio.run(main) == ["a", "b", "c", "a"]


def test_who_waits_too_long_is_refused_and_takes_nobody_s_turn() -> None:
    async def main() -> None:
        places, order = Places(1, patience=0.02), list[str]()
        async with anyio.create_task_group() as group:
            group.start_soon(_hold, places, "a", order, 0.1)
            await anyio.sleep(0)
            with pytest.raises(Busy, match="too much is being read"):
                await _hold(places, "b", order)
        await _hold(places, "c", order)
        assert order == ["a", "c"]

    anyio.run(main)


def test_it_is_told_for_how_long_no_place_was_free() -> None:
    async def main() -> None:
        places, order = Places(2), list[str]()
        assert places.full_for() == 0
        async with places.held_by("a"):
            assert places.full_for() == 0
            async with anyio.create_task_group() as group:
                group.start_soon(_hold, places, "b", order)
                group.start_soon(_hold, places, "c", order)
                await anyio.sleep(0.03)
                assert order == ["b", "c"]
                assert places.full_for() > 0.025, "the place went from b to c, and was never free"
        assert places.full_for() == 0

    anyio.run(main)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_comes_goes_and_fails_all_places_are_free_afterwards(seed: int) -> None:
    draw = random.Random(seed)

    async def come_and_go(places: Places, held: Counter[str]) -> None:
        client = draw.choice("abcde")
        with suppress(Busy, ZeroDivisionError), anyio.move_on_after(draw.uniform(0, 0.03)):
            async with places.held_by(client):
                held[client] += 1
                assert held.total() <= 3
                assert held[client] <= 2
                try:
                    await anyio.sleep(draw.uniform(0, 0.003))
                    if draw.random() < 0.1:
                        raise ZeroDivisionError
                finally:
                    held[client] -= 1

    async def main() -> None:
        places, held = Places(3, patience=0.02), Counter[str]()
        async with anyio.create_task_group() as group:
            for _ in range(300):
                group.start_soon(come_and_go, places, held)
                await anyio.sleep(draw.uniform(0, 0.0004))
        assert places.full_for() == 0
        async with anyio.create_task_group() as group:
            order: list[str] = []
            for client in "abc":
                group.start_soon(_hold, places, client, order)
            await anyio.sleep(0.005)
            assert order == ["a", "b", "c"], "all three are free"

    anyio.run(main)
