"""How calls wait: threads, signals, forks, tasks, the end of the interpreter."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from multiprocessing.queues import SimpleQueue

import koor
import pytest


def test_ctrl_c_ends_a_wait() -> None:
    began, let_go = threading.Event(), threading.Event()

    def hang(question: koor.Question) -> str:
        began.set()
        let_go.wait()
        return "{}"

    def interrupt() -> None:
        began.wait()
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        koor.connect(transport=hang, timeout=600).status()
    let_go.set()


def in_a_fork(cluster: koor.Cluster, said: "SimpleQueue[str]") -> None:
    async def look() -> None:
        await koor.demo_async()

    for use in (cluster.status, koor.demo, lambda: asyncio.run(look())):
        try:
            use()
            said.put("nothing")
        except koor.exceptions.UnsupportedError as error:
            said.put(str(error))


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_is_refused_with_a_sentence() -> None:
    cluster = koor.demo()
    context = multiprocessing.get_context("fork")
    said = context.SimpleQueue()
    child = context.Process(target=in_a_fork, args=(cluster, said))
    child.start()
    sentences = [said.get() for _ in range(3)]
    child.join()
    assert all("forked after Koor was used" in sentence and "spawn" in sentence for sentence in sentences)
    assert cluster.status().severity


def test_the_gil_is_given_up() -> None:
    other = threading.Event()

    def ask(question: koor.Question) -> str:
        # Comes back only when another thread of Python ran meanwhile.
        assert other.wait(60)
        return "{}"

    threading.Timer(0.2, other.set).start()
    assert koor.connect(transport=ask, timeout=60).status().unseen


def test_coroutines_are_tasks_and_run_side_by_side() -> None:
    async def look() -> list[str | None]:
        cluster = await koor.demo_async("host-down")
        tasks = [asyncio.create_task(cluster.status()) for _ in range(20)]
        return [(await task).severity for task in tasks]

    assert asyncio.run(look()) == ["HEALTH_WARN"] * 20


def test_a_loop_that_is_closed_and_an_interpreter_that_ends_are_left_alone() -> None:
    script = """
import asyncio, koor, threading
let_go = threading.Event()
def hang(question):
    let_go.wait()
async def look():
    cluster = await koor.connect_async(transport=hang, timeout=600)
    asyncio.ensure_future(cluster.status())
    await asyncio.sleep(0.2)
asyncio.run(look())
threading.Thread(target=koor.connect(transport=hang, timeout=600).status, daemon=True).start()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
