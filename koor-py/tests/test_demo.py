"""The pretend cluster as Python sees it."""

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
