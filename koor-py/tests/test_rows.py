"""Lists as Python, pyarrow, polars and pandas see them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import koor
import pandas
import polars
import pyarrow
import pytest
from conftest import ROOT

LISTS = {
    "osds": "osds",
    "osd_tree": "nodes",
    "pools": "pools",
    "pgs": "pgs",
    "df": "pools",
    "health": "explained",
    "daemons": "daemons",
    "mons": "mons",
    "mgrs": "mgrs",
    "file_systems": "file_systems",
    "mds": "mds",
    "rgws": "gateways",
    "versions": "versions",
    "devices": "devices",
    "crashes": "crashes",
    "events": "events",
    "log": "lines",
    "config": "entries",
    "rook_resources": "resources",
    "nodes": "nodes",
    "claims": "claims",
}


def plain(value: Any) -> Any:
    """A value of a table as JSON has it: what is null in some object may be left out there."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if one is not None}
    return [plain(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("method", "key"), LISTS.items())
@pytest.mark.parametrize("scenario", ["host-down", "stuck-pgs"])
def test_a_table_holds_every_field_of_the_json(method: str, key: str, scenario: str) -> None:
    rows: koor.Rows = getattr(koor.demo(scenario), method)()
    listed = rows.to_dict()[key]
    assert listed == list(rows) == rows[:]
    table = pyarrow.table(rows)
    assert table.num_rows == len(rows) == len(listed)
    for row in listed:
        assert set(row) <= set(table.column_names)
    for name in table.column_names:
        if pyarrow.types.is_timestamp(table.schema.field(name).type):
            assert table.schema.field(name).type.tz == "UTC"
            continue
        held = plain(table.column(name).to_pylist())
        if "timestamp" not in str(table.schema.field(name).type):
            assert held == plain([row.get(name) for row in listed]), name
    assert rows.columns == table.column_names


def test_columns_have_types_units_and_meanings() -> None:
    schema = pyarrow.table(koor.demo().osds()).schema
    assert schema.field("id").type == pyarrow.uint64()
    assert schema.field("up").type == pyarrow.bool_()
    assert schema.field("size_bytes").type == pyarrow.uint64()
    assert schema.field("commit_ms").type == pyarrow.float64()
    assert schema.field("flags").type == pyarrow.list_(pyarrow.field("item", pyarrow.string(), nullable=False))
    assert b"milliseconds" in schema.field("commit_ms").metadata[b"description"]


def test_moments_are_timestamps_in_utc() -> None:
    rows = koor.demo().pgs()
    table = pyarrow.table(rows)
    then = table.column("last_scrub")[0].as_py()
    assert then.utcoffset() == timedelta(0)
    assert rows[0]["last_scrub"].startswith(then.strftime("%Y-%m-%dT%H:%M:%S"))


def test_age_and_source_go_with_the_table() -> None:
    answers = ROOT / "koor-core/tests/answers/18.2.7"

    def ask(question: koor.Question) -> bytes:
        return (answers / (str(question).replace(" ", "_") + ".json")).read_bytes()

    rows = koor.connect(transport=ask).osds()
    metadata = pyarrow.table(rows).schema.metadata
    assert metadata[b"koor.source"].decode() == rows.source
    assert json.loads(metadata[b"koor.unseen"])[0]["part"] in rows.unseen
    assert metadata[b"koor.seen"].decode()[:19] == rows.seen.strftime("%Y-%m-%dT%H:%M:%S")
    assert "crush" in rows.unseen
    assert rows.stale


def test_what_is_not_known_is_null_and_never_zero() -> None:
    table = koor.demo("host-down").osds(state="down").to_arrow()
    assert set(table.column("commit_ms").to_pylist()) == {None}


def test_polars_and_pandas_read_rows() -> None:
    rows = koor.demo("host-down").osds()
    frame: polars.DataFrame = rows.to_polars()
    assert frame.filter(~polars.col("up"))["host"].unique().to_list() == ["node3"]
    assert polars.DataFrame(rows).equals(frame)
    assert frame.schema["size_bytes"] == polars.UInt64
    table: pandas.DataFrame = rows.to_pandas()
    assert table["up"].to_list().count(False) == 4


def test_rows_are_a_sequence() -> None:
    rows = koor.demo().osds()
    assert rows[-1] == rows[len(rows) - 1]
    assert [row["id"] for row in rows[1:3]] == [1, 2]
    with pytest.raises(IndexError, match="no row 999"):
        rows[999]


def test_what_could_not_be_seen_is_not_an_empty_list() -> None:
    def ask(question: koor.Question) -> koor.Answer:
        raise koor.exceptions.DeniedError("the key is not accepted")

    rows = koor.connect(transport=ask).osds()
    assert isinstance(rows.failure, koor.exceptions.DeniedError)
    assert rows.to_dict()["osds"] is None
    reads: list[Callable[[koor.Rows], Any]] = [len, list, pyarrow.table]
    for read in reads:
        with pytest.raises(koor.exceptions.DeniedError, match="the key is not accepted"):
            read(rows)


def test_a_filter_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(koor.exceptions.InvalidInputError, match="write up, down, in or out"):
        koor.demo().osds(state="dwon")
    with pytest.raises(koor.exceptions.NotFoundError):
        koor.demo().osd(999)


def test_a_notebook_gets_words_and_escaped_text() -> None:
    def ask(question: koor.Question) -> dict[str, Any]:
        check = {"severity": "HEALTH_ERR", "summary": {"message": "<script>alert(1)</script>", "count": 1}}
        return {"status": "HEALTH_ERR", "checks": {"ODD": {**check, "detail": [], "muted": False}}, "mutes": []}

    html = koor.connect(transport=ask).health()._repr_html_()
    assert "HEALTH_ERR" in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_text_is_the_commands(recording: Path) -> None:
    pools = koor.open_recording(recording).pools()
    assert str(pools).splitlines()[0].split()[:2] == ["ID", "NAME"]
    assert "recording" in str(pools).splitlines()[-1]
    many = koor.demo("large:200").osds()
    assert "more rows" in repr(many)
    assert len(str(many).splitlines()) > 200


def test_inventories_are_compared(recording: Path, tmp_path: Path) -> None:
    before = koor.demo().inventory()
    kept = tmp_path / "now.json"
    kept.write_text(json.dumps(before.to_dict()))
    assert koor.diff(before, kept).to_dict()["diff"]["changes"] == []
    changes = koor.diff(before, recording)
    assert pyarrow.table(changes).column("direction").to_pylist()
    with pytest.raises(koor.exceptions.InvalidInputError):
        koor.diff(before, tmp_path / "nothing.json")


def test_a_recording_is_made_and_read(tmp_path: Path) -> None:
    path = tmp_path / "kept.tar.zst"
    kept = koor.demo("host-down").record(path)
    assert kept.to_dict()["redacted"] is True
    assert koor.open_recording(path).osds(state="down")[0]["host"] == "node3"
    with pytest.raises(koor.KoorError):
        koor.demo().record(path)
