"""Transports that are written in Python."""

import asyncio
import threading
from typing import Any

import koor
import pytest

OK = {"status": "HEALTH_OK", "checks": {}, "mutes": []}


def health(question: koor.Question) -> dict[str, Any]:
    if question.prefix == "health":
        return OK
    raise NotImplementedError(f"{question.prefix} is not kept")


async def health_async(question: koor.Question) -> dict[str, Any]:
    await asyncio.sleep(0)
    return health(question)


def test_a_function_is_a_cluster() -> None:
    report = koor.connect(transport=health).health()
    assert report.severity == "HEALTH_OK"
    assert report.source == "the transport health"


def test_a_question_says_all_of_it() -> None:
    asked: list[koor.Question] = []

    def ask(question: koor.Question) -> dict[str, Any]:
        asked.append(question)
        raise NotImplementedError

    koor.connect(transport=ask, timeout=3).osds()
    dump = next(question for question in asked if question.prefix == "osd dump")
    assert dump.command == {"prefix": "osd dump", "format": "json"}
    assert (dump.target, str(dump), dump.timeout) == ("mon", "osd dump", 3)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ValueError("odd"), "unsupported"),
        (ConnectionRefusedError("refused"), "unreachable"),
        (TimeoutError("late"), "timeout"),
        (PermissionError("no"), "denied"),
        (NotImplementedError("never"), "unsupported"),
        (koor.exceptions.CorruptError("cut"), "corrupt"),
        (FileNotFoundError("gone"), "unsupported"),
        (KeyboardInterrupt(), "unsupported"),
    ],
)
def test_an_exception_is_that_questions_failure(error: BaseException, kind: str) -> None:
    def ask(question: koor.Question) -> dict[str, Any]:
        if question.prefix == "health":
            return OK
        raise error

    view = koor.connect(transport=ask).status().to_dict()
    if kind not in ("unreachable", "timeout", "denied"):
        # Who is not there is not asked again in the same look; else it is one question's failure and no other's.
        assert view["health"]["status"] == "HEALTH_OK"
    whys = {why["kind"] for why in (part["why"] for part in view["unseen"])}
    assert kind in whys
    assert any(str(error) in part["why"]["message"] for part in view["unseen"])


def test_answers_of_every_form() -> None:
    for said in ('{"status": "HEALTH_OK", "checks": {}, "mutes": []}', b'{"status": "HEALTH_OK", "checks": {}}', OK):
        for answer in (said, koor.Answer(said) if isinstance(said, bytes) else said):
            report = koor.connect(transport=lambda _, answer=answer: answer).health()
            assert report.severity == "HEALTH_OK", report.unseen
    declined = koor.Answer(status=-13, message="access denied")
    assert "access denied" in str(koor.connect(transport=lambda _: declined).health().unseen)
    nothing = koor.connect(transport=lambda _: None).health()  # type: ignore[arg-type]
    assert "it returned NoneType: return koor.Answer" in str(nothing.unseen)


def test_a_function_that_hangs_ends_at_the_deadline() -> None:
    let_go = threading.Event()

    def hang(question: koor.Question) -> str:
        let_go.wait()
        return "{}"

    cluster = koor.connect(transport=hang, timeout=0.3)
    for _ in range(3):
        report = cluster.status()
        assert isinstance(report.failure, koor.exceptions.TimeoutError)
    let_go.set()


def test_it_may_ask_another_cluster() -> None:
    inner = koor.demo("host-down")

    def ask(question: koor.Question) -> str:
        inner.status()
        raise NotImplementedError

    assert koor.connect(transport=ask).status().unseen


def test_a_coroutine_function_serves_both() -> None:
    assert koor.connect(transport=health_async).health().severity == "HEALTH_OK"

    async def look() -> str | None:
        cluster = await koor.connect_async(transport=health_async)
        return (await cluster.health()).severity

    assert asyncio.run(look()) == "HEALTH_OK"


def test_it_runs_on_the_loop_of_who_opened_it_and_is_cancelled() -> None:
    async def look() -> None:
        here, began, ended = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

        async def ask(question: koor.Question) -> str:
            assert asyncio.get_running_loop() is here
            began.set()
            try:
                await asyncio.sleep(3600)
            finally:
                ended.set()
            return "{}"

        cluster = await koor.connect_async(transport=ask, timeout=60)
        task = asyncio.create_task(cluster.status())
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(ended.wait(), 30)

    asyncio.run(look())


def test_what_is_no_transport_is_refused() -> None:
    with pytest.raises(koor.exceptions.InvalidInputError, match="a function"):
        koor.connect(transport=3)  # type: ignore[arg-type]
    with pytest.raises(koor.exceptions.InvalidInputError, match="leave out"):
        koor.connect(transport=health, conf="ceph.conf")
    with pytest.raises(koor.exceptions.InvalidInputError, match="say more than 0"):
        koor.connect(transport=health, timeout=-1)
