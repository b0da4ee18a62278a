"""The Python examples, run as one runs them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(name: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "examples" / name), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_own_transport() -> None:
    said = run("own_transport.py", str(ROOT / "koor-core/tests/answers/18.2.7"))
    assert "osd.3" in said
    assert "the bundle has no osd_crush_dump.json" in said


def test_watch_async() -> None:
    said = run("watch_async.py", "2", "0.01")
    assert "host-down: HEALTH_WARN" in said
    assert "no-quorum: the mons have no quorum" in said


def test_rook_in_python() -> None:
    said = run("rook_in_python.py", "upgrade-stuck")
    assert "Rook says Ready" in said
    assert "2 mds of 18.2.7" in said
    assert "shop/cart is Bound and lies on rbd" in said


def test_to_polars(recording: Path) -> None:
    assert "utilization" in run("to_polars.py", str(recording))
