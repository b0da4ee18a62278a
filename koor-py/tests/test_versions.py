"""What Koor knows of versions, and what it says of those of a cluster."""

import asyncio
import json
from datetime import date
from pathlib import Path

import koor
import pandas
import pytest
from koor.exceptions import CorruptError, InvalidInputError

CATALOGUE = 'format = 1\ndated = "2020-01-01"\n'


def test_the_calendar_is_rows_of_lines_with_their_ends() -> None:
    lines = koor.version_calendar()
    assert {"ceph", "rook", "kubernetes"} <= {line["product"] for line in lines}
    for line in lines:
        assert all(date.fromisoformat(end["date"]) for end in line["ends"])
    assert len(koor.version_calendar(all=True)) > len(lines)
    table = pandas.DataFrame(lines)
    assert len(table[table["product"] == "ceph"]) > 0


def test_the_catalogue_is_dated_and_sourced() -> None:
    catalogue = koor.catalogue()
    assert date.fromisoformat(catalogue["catalogue"]["dated"]) > date(2026, 1, 1)
    sources = {source["id"] for source in catalogue["holds"]["source"]}
    for cve in catalogue["holds"]["cve"]:
        assert cve["sources"] and set(cve["sources"]) <= sources


def test_another_catalogue_is_used_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(CATALOGUE)
    assert koor.catalogue(path)["catalogue"]["dated"] == "2020-01-01"
    assert koor.version_calendar(catalogue=str(path)) == []
    path.write_text("format = 2\ndated = 2020-01-01\n")
    with pytest.raises(CorruptError, match="its format is 2"):
        koor.catalogue(path)
    with pytest.raises(InvalidInputError, match="can't be read"):
        koor.version_calendar(catalogue=tmp_path / "nothing.toml")


def test_everything_that_has_a_version_is_a_row() -> None:
    rows = koor.demo("mixed-versions").versions()
    what = {row["what"] for row in rows}
    assert {"mon", "osd", "rook", "ceph-csi", "kubernetes", "kubelet", "kernel", "koor"} <= what
    osds = [row for row in rows if row["what"] == "osd"]
    assert [row["mixed"] for row in osds] == [True, True]
    assert sorted(row["as_wanted"] for row in osds) == [False, True]
    assert rows.to_dict()["unknown"] == []


def test_what_nobody_told_is_unknown_with_the_reason(recording: Path) -> None:
    answer = koor.open_recording(recording).versions().to_dict()
    assert {row["what"] for row in answer["versions"]} >= {"mon", "osd", "koor"}
    unknown = {one["what"]: one["why"] for one in answer["unknown"]}
    assert "rook" in unknown and unknown["rook"]


def test_the_card_is_the_check_in_short() -> None:
    cluster = koor.demo()
    check, card = cluster.version_check().to_dict(), cluster.version_card()
    short = card.to_dict()
    assert short["worst"] == check["worst"] == "error"
    assert sum(row["counts"]["errors"] for row in short["products"]) == short["counts"]["errors"] > 0
    ceph = short["products"][0]
    assert ceph["product"] == "ceph" and ceph["ended"] is True
    assert "Ceph" in str(card) and "<table" in card._repr_html_()


def test_facts_say_what_decides_and_nothing_that_names_the_cluster() -> None:
    cluster = koor.demo("mixed-versions")
    told = cluster.version_facts()
    assert set(told) == {"facts"}
    assert len(told["facts"]["ceph"]) > 1
    text, fsid = json.dumps(told), cluster.status().fsid
    assert fsid and fsid not in text
    for host in {osd["host"] for osd in cluster.osds()}:
        assert host not in text


def test_advice_on_facts_is_what_the_check_of_the_cluster_finds() -> None:
    cluster = koor.demo()
    advice, check = koor.version_advice(cluster.version_facts()), cluster.version_check().to_dict()
    assert advice["worst"] == check["worst"]
    found = [{one["id"] for one in answer["rulings"] if one["outcome"] == "found"} for answer in (advice, check)]
    assert found[0] and found[0] <= found[1]
    assert advice["ignored"] == []
    newer = {"facts": {"ceph": ["20.2.4"], "flux-capacitor": True}}
    assert koor.version_advice(newer)["ignored"] == ["flux-capacitor"]


def test_what_is_no_fact_is_refused_with_an_example() -> None:
    with pytest.raises(InvalidInputError, match="`cephfs` is yes or no: write true or false"):
        koor.version_advice({"facts": {"cephfs": "yes"}})
    with pytest.raises(InvalidInputError, match='such as {"facts": {"ceph": '):
        koor.version_advice({"ceph": ["18.2.4"]})
    with pytest.raises(TypeError):
        koor.version_advice({"facts": {"ceph": object()}})


def test_facts_of_a_cluster_that_does_not_answer_are_an_error(tmp_path: Path) -> None:
    def silent(question: koor.Question) -> koor.Answer:
        raise TimeoutError("nobody is there")

    with pytest.raises(koor.KoorError):
        koor.connect(transport=silent).version_facts()


def test_a_coroutine_tells_the_same_facts() -> None:
    async def look() -> dict[str, object]:
        return await (await koor.demo_async()).version_facts()

    assert asyncio.run(look()) == koor.demo().version_facts()
