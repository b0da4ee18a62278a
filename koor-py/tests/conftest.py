"""What the tests look at: a recording, and a real cluster that they start themselves."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import koor
import pytest

ROOT = Path(__file__).parents[2]

# Ctrl-C means what it means at a terminal, also where the tests were started in the background, with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)




@pytest.fixture(scope="session")
def recording() -> Path:
    """The recording of a real cluster that loses an OSD."""
    return ROOT / "examples/recordings/demo.tar.zst"


class Live:
    """A real cluster of Ceph's daemons on loopback."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.description = description
        self.conf: str = description["conf"]
        self.keyring: str | None = description.get("keyring")
        self.dir = Path(description["dir"])

    def connect(self, timeout: float = 10) -> koor.Cluster:
        return koor.connect(conf=self.conf, keyring=self.keyring, timeout=timeout)

    async def connect_async(self, timeout: float = 10) -> koor.AsyncCluster:
        return await koor.connect_async(conf=self.conf, keyring=self.keyring, timeout=timeout)

    def pid(self, daemon: str) -> int:
        """The process of one daemon: the one of its program and id that runs with this cluster's conf."""
        kind, name = daemon.split(".")
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().decode().split("\0")
                around = (process / "environ").read_bytes().decode()
            except OSError:
                continue
            if words[0].endswith(f"ceph-{kind}") and name in words and self.conf in around:
                return int(process.name)
        raise LookupError(f"{daemon} does not run")

    def signal(self, daemon: str, number: signal.Signals) -> None:
        os.kill(self.pid(daemon), number)


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """A cluster of the host's own Ceph; KOOR_TESTBED names the program that starts it."""
    program = os.environ.get("KOOR_TESTBED")
    if not program:
        pytest.fail("set KOOR_TESTBED to the program koor-testbed (cargo build -p koor-testbed)")
    command = [program, "up", "--mons", "3", "--osds", "3", "--rgw", "0", "--mds", "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as testbed:
        assert testbed.stdin and testbed.stdout
        line = testbed.stdout.readline()
        assert line, "the cluster did not start"
        yield Live(json.loads(line))
        testbed.stdin.close()
        testbed.wait()
