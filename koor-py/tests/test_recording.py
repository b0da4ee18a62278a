"""A recorded cluster as Python sees it."""

import json
import threading
from pathlib import Path

import koor
import pytest


def test_a_status_is_text_and_dictionary(recording: Path) -> None:
    status = koor.open_recording(recording).status()
    view = status.to_dict()
    assert view["schema_version"] == 1
    assert view["source"]["rung"] == "recording"
    assert view["health"]["status"] in str(status)
    assert view["health"]["status"] in repr(status)


def test_an_inventory_says_what_was_seen(recording: Path) -> None:
    inventory = koor.connect(recording=recording).inventory().to_dict()
    assert inventory["osd_map"]["seen"]["value"]["osds"]
    for name, part in inventory.items():
        if isinstance(part, dict) and "unseen" in part:
            assert part["unseen"]["why"]["message"], name
    assert json.dumps(inventory)


def test_a_path_may_be_text(recording: Path) -> None:
    assert "koor.Cluster" in repr(koor.open_recording(str(recording)))


def test_one_cluster_serves_many_threads(recording: Path) -> None:
    cluster = koor.open_recording(recording)
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(cluster.status().to_dict()["cluster"]["name"])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_what_is_not_there_is_an_exception(tmp_path: Path) -> None:
    with pytest.raises(koor.KoorError) as raised:
        koor.open_recording(tmp_path / "nothing")
    assert str(raised.value)
    assert raised.value.kind in {"invalid_input", "not_found", "corrupt"}


def test_two_ways_of_naming_a_cluster_contradict(recording: Path) -> None:
    with pytest.raises(koor.exceptions.InvalidInputError):
        koor.connect(conf="ceph.conf", recording=recording)
