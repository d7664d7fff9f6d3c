"""Scenes on an event loop that end, or fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


def within(scene: Callable[[], Coroutine[Any, Any, None]], seconds: float = 20) -> None:
    """Run a scene; it fails where it would wait for ever."""

    async def limited() -> None:
        await asyncio.wait_for(scene(), seconds)

    asyncio.run(limited())


async def settle() -> None:
    """Let everything happen that can happen now."""
    for _ in range(20):
        await asyncio.sleep(0)
