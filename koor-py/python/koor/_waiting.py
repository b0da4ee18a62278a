"""What the compiled half needs of asyncio, in asyncio's own words."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def within(answer: Awaitable[T], seconds: float) -> T:
    """Waits for a transport's answer, and cancels it where it is too late for it."""
    return await asyncio.wait_for(answer, seconds)
