"""The compiled half of the package ``koor``."""

import os
from typing import Any, final

__all__ = ["Cluster", "Status", "connect", "demo", "open_recording"]

@final
class Cluster:
    """One cluster, made by `connect`, `open_recording` or `demo`. May be used from many threads."""

    def status(self) -> Status:
        """How is the cluster? Never raises because something could not be seen."""

    def inventory(self) -> dict[str, Any]:
        """Everything that can be seen, with what could not be and why."""

@final
class Status:
    """How a cluster is, on one screen: `print` it, or take it apart with `to_dict()`."""

    def to_dict(self) -> dict[str, Any]:
        """The same as the command's ``koor status -o json``."""

def connect(
    conf: str | os.PathLike[str] | None = None,
    keyring: str | os.PathLike[str] | None = None,
    name: str | None = None,
    cluster: str | None = None,
    recording: str | os.PathLike[str] | None = None,
) -> Cluster:
    """Opens the cluster that is named, else the one that the environment, the config files or this host name."""

def open_recording(path: str | os.PathLike[str]) -> Cluster:
    """Opens a recording, a folder or a ``.tar.zst``: everything that only reads works on it."""

def demo(scenario: str = "healthy-small", seed: int = 0) -> Cluster:
    """A pretend cluster that lives: try everything, or test a tool of your own, without a cluster."""
