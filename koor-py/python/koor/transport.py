"""The type of a transport of your own, as `koor.connect` takes it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from koor._koor import Answer, Question

__all__ = ["Reply", "Transport"]

Reply: TypeAlias = Answer | bytes | str | dict[str, Any] | list[Any]
"""What a daemon answered: whole, or only the body, where it succeeded."""

Transport: TypeAlias = Callable[[Question], Reply] | Callable[[Question], Awaitable[Reply]]
"""A function, or a coroutine function, from question to answer. What it raises is told as that question's failure."""
