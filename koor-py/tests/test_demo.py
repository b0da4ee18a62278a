"""The pretend cluster as Python sees it."""

from pathlib import Path

import koor
import pytest


def test_a_scenario_is_a_cluster_like_any_other() -> None:
    status = koor.demo("host-down").status().to_dict()
    assert status["source"]["rung"] == "simulator"
    assert status["health"]["status"] == "HEALTH_WARN"


def test_the_same_seed_is_the_same_cluster() -> None:
    fsids = {koor.demo(seed=seed).status().to_dict()["cluster"]["fsid"] for seed in (7, 7, 8)}
    assert len(fsids) == 2


def test_an_unknown_scenario_is_told_with_those_there_are() -> None:
    with pytest.raises(koor.exceptions.InvalidInputError, match="host-down"):
        koor.demo("hostdown")


def test_a_pretend_cluster_has_a_pretend_kubernetes() -> None:
    cluster = koor.demo("operator-gone")
    picture = cluster.rook().to_dict()
    assert picture["rook"]["phase"] == "Ready" and picture["operator"]["ready"] == 0
    assert picture["ceph_health"] != "HEALTH_OK" and picture["rook"]["health"] == "HEALTH_OK"
    node = cluster.nodes(storage=True)[0]
    assert cluster.node(node["name"]).to_dict()["node"]["osds"] == node["osds"]
    claim = cluster.claims(namespace="shop")[0]
    trace = cluster.claim(claim["namespace"], claim["name"]).to_dict()["trace"]
    assert trace["volume"]["name"] == claim["volume"] and trace["osds"]
    with pytest.raises(koor.exceptions.NotFoundError, match="shop/cat"):
        cluster.claim("shop", "cat")
    with pytest.raises(koor.exceptions.NotFoundError, match="node99"):
        cluster.node("node99")


def test_a_recording_without_kubernetes_says_so(recording: Path) -> None:
    cluster = koor.open_recording(str(recording))
    assert cluster.status().severity
    with pytest.raises(koor.exceptions.InvalidInputError, match="not in this recording"):
        cluster.rook()
