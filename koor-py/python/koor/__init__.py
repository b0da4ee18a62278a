"""Koor: look at a Rook-Ceph storage cluster and understand what was seen."""

from koor import exceptions
from koor._koor import Cluster, Status, connect, demo, open_recording
from koor.exceptions import KoorError

__all__ = ["Cluster", "KoorError", "Status", "connect", "demo", "exceptions", "open_recording"]
