"""Koor: look at a Rook-Ceph storage cluster and understand what was seen."""

from koor import exceptions
from koor._koor import Cluster, Status, connect, open_recording
from koor.exceptions import KoorError

__all__ = ["Cluster", "KoorError", "Status", "connect", "exceptions", "open_recording"]
