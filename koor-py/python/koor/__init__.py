"""Koor: look at a Rook-Ceph storage cluster and understand what was seen."""

from koor import exceptions
from koor._koor import (
    Answer,
    AsyncCluster,
    Chart,
    Cluster,
    Inventory,
    Question,
    Report,
    Rows,
    catalogue,
    connect,
    connect_async,
    demo,
    demo_async,
    diff,
    open_recording,
    open_recording_async,
    version_advice,
    version_calendar,
)
from koor.exceptions import KoorError

__all__ = [
    "Answer",
    "AsyncCluster",
    "Chart",
    "Cluster",
    "Inventory",
    "KoorError",
    "Question",
    "Report",
    "Rows",
    "catalogue",
    "connect",
    "connect_async",
    "demo",
    "demo_async",
    "diff",
    "exceptions",
    "open_recording",
    "open_recording_async",
    "version_advice",
    "version_calendar",
]
