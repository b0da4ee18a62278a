"""A real cluster, in trouble, as Python sees it. The tests stand in the order of the harm they do."""

import _thread
import asyncio
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import koor
import polars
import pytest
from conftest import Live


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


def resident() -> int:
    """What this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_every_list_is_seen(live: Live) -> None:
    cluster = live.connect()
    wait_for(lambda: not cluster.osds().unseen)
    assert len(cluster.mons()) == 3
    assert polars.DataFrame(cluster.osds())["up"].to_list() == [True] * 3
    assert cluster.inventory().to_dict()["osd_map"]["seen"]["value"]["osds"]
    assert "librados" in cluster.status().source
    for name in ("pools", "pgs", "df", "daemons", "mgrs", "versions", "devices", "crashes", "events", "log", "config"):
        assert getattr(cluster, name)().failure is None, name


def test_many_threads_and_tasks_ask_one_cluster(live: Live) -> None:
    cluster, seen = live.connect(), []

    def look() -> None:
        for _ in range(10):
            seen.append(len(cluster.osds()))

    threads = [threading.Thread(target=look) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [3] * 160

    async def several() -> list[int]:
        clusters = [await live.connect_async() for _ in range(3)] + [await koor.demo_async()]
        return [len(rows) for rows in await asyncio.gather(*(one.mons() for one in clusters))]

    assert asyncio.run(several()) == [3, 3, 3, 3]


def test_memory_is_flat_over_many_looks(live: Live) -> None:
    cluster = live.connect()

    def look(times: int) -> None:
        for _ in range(times):
            cluster.osds().to_arrow()
            cluster.status().to_dict()

    look(150)
    before = resident()
    look(300)
    assert resident() - before < 8 << 20


def test_an_interpreter_ends_well_under_way(live: Live) -> None:
    script = f"""
import koor, threading
cluster = koor.connect(conf={live.conf!r}, keyring={live.keyring!r})
print(cluster.status().severity)
def look():
    while True:
        cluster.status()
for _ in range(4):
    threading.Thread(target=look, daemon=True).start()
"""
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert done.stdout.startswith("HEALTH_")


def test_an_osd_that_is_killed_is_seen(live: Live) -> None:
    cluster = live.connect()
    before = cluster.inventory()
    live.signal("osd.1", signal.SIGKILL)
    wait_for(lambda: [osd["name"] for osd in cluster.osds(state="down")] == ["osd.1"])
    assert "OSD_DOWN" in [check["code"] for check in cluster.health()]
    assert "osd.1" in str(cluster.diff(before))


def test_silent_mons_are_a_timeout_and_ctrl_c_ends_the_wait(live: Live) -> None:
    cluster = live.connect(timeout=2)
    assert cluster.status().failure is None
    for mon in "abc":
        live.signal(f"mon.{mon}", signal.SIGSTOP)
    try:
        report = cluster.status()
        assert isinstance(report.failure, koor.exceptions.TimeoutError | koor.exceptions.UnreachableError)
        with pytest.raises(koor.KoorError):
            len(cluster.osds())
        patient = live.connect(timeout=600)
        threading.Timer(1, _thread.interrupt_main).start()
        with pytest.raises(KeyboardInterrupt):
            patient.status()

        async def cancelled() -> None:
            waiting = await live.connect_async(timeout=600)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(waiting.status(), 1)

        asyncio.run(cancelled())
    finally:
        for mon in "abc":
            live.signal(f"mon.{mon}", signal.SIGCONT)
    wait_for(lambda: cluster.status().failure is None)
