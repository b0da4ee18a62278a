"""What can go wrong: one base class, and one class for each meaning of a failure.

The meanings are the same that decide the exit code of the ``koor`` command and the status of its HTTP API. A message
is a sentence for people: what failed, why, what to do next.
"""

import builtins
from typing import ClassVar

__all__ = [
    "ConflictError",
    "CorruptError",
    "DeniedError",
    "InternalError",
    "InterruptedError",
    "InvalidInputError",
    "KoorError",
    "NotFoundError",
    "RefusedError",
    "TimeoutError",
    "UnreachableError",
    "UnsupportedError",
]


class KoorError(Exception):
    """Anything that stops a call."""

    kind: ClassVar[str] = "internal"
    """The meaning as a word, as it stands in Koor's JSON."""


class InvalidInputError(KoorError, ValueError):
    """What the caller gave can't be used: a wrong path, an unreadable file."""

    kind = "invalid_input"


class NotFoundError(KoorError, LookupError):
    """The thing asked about does not exist in this cluster."""

    kind = "not_found"


class UnreachableError(KoorError):
    """Nobody answered: no route, refused, no quorum."""

    kind = "unreachable"


class TimeoutError(KoorError, builtins.TimeoutError):
    """Somebody is there but did not answer within the deadline."""

    kind = "timeout"


class DeniedError(KoorError):
    """The cluster knows us and says no, or does not accept our key."""

    kind = "denied"


class UnsupportedError(KoorError):
    """This transport, library or release can't do that."""

    kind = "unsupported"


class CorruptError(KoorError):
    """Input is damaged, or an answer does not read as what it should be."""

    kind = "corrupt"


class ConflictError(KoorError):
    """Somebody else changed it meanwhile."""

    kind = "conflict"


class RefusedError(KoorError):
    """Koor or the cluster declined for a reason it states."""

    kind = "refused"


class InterruptedError(KoorError):
    """The caller ended it."""

    kind = "interrupted"


class InternalError(KoorError):
    """A bug in Koor."""

    kind = "internal"
